import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The API that `vite` (the development server) talks to; the built client is served by the API process itself. */
const api = process.env.LIANGDAN_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: __dirname,
  base: '/',
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
  // No inline anything: the server's content security policy allows the own origin only.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false, target: 'es2022' },
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
});
