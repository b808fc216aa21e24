import { resolve } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { defineConfig, type Plugin } from 'vite';

/** The API that `vite` (the development server) talks to; the built client is served by the API process itself. */
const api = process.env.LIANGDAN_API ?? 'http://127.0.0.1:3000';

/** Leaves each text beside itself in gzip and brotli, so that the server sends it small without work. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  async writeBundle(options, bundle) {
    const texts = Object.keys(bundle).filter((name) => /\.(js|css|html|svg)$/.test(name));
    await Promise.all(
      texts.map(async (name) => {
        const path = resolve(options.dir!, name);
        const content = await readFile(path);
        await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
        await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }));
      }),
    );
  },
});

export default defineConfig({
  root: __dirname,
  base: '/',
  plugins: [compressed()],
  resolve: { alias: { '@': resolve(__dirname, 'src') } },
  // No inline anything: the server's content security policy allows the own origin only.
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false, target: 'es2022', rolldownOptions: { onLog: (level, log, next) => { if (log.code !== 'MODULE_LEVEL_DIRECTIVE') next(level, log); } } },
  server: { port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
});
