import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { AppModule } from './app.module';
import { demoIfEmpty, DEMO_SIGN_INS } from './demo/demo';
import { ConfigError, loadConfig } from './platform/config/config';
import { migrate } from './platform/database/migrate';
import { createHttpApp, serveDocs, serveHealthOnly } from './platform/http/server';
import { serveWeb } from './platform/http/web';
import { LOGGER } from './platform/log/log.module';
import { stopOnSignals } from './platform/shutdown';

// V8 lets the heap grow to several times what is alive before it looks again. A workbook of 50,000 rows then peaks at
// twice the memory it needs, in the same seconds; bench/imports.mjs shows both.
setFlagsFromString('--heap-growing-percent=60');

/** Starts one process: ROLE=api answers people, ROLE=worker takes jobs (and answers for its health), ROLE=all does both. */
async function main(): Promise<void> {
  const config = loadConfig();
  await migrate(config.databaseUrl);
  const demo = config.demo && (await demoIfEmpty(config.databaseUrl));
  const app = await createHttpApp(AppModule.with(config));
  stopOnSignals(app, config.shutdownSeconds, app.get<Logger>(LOGGER));
  if (config.role === 'worker') serveHealthOnly(app);
  else {
    serveDocs(app);
    await serveWeb(app);
  }
  await app.listen(config.port, config.host);
  if (config.role !== 'worker') announce(await app.getUrl(), config.demo, demo);
}

/** Where to go, and who one can be. */
function announce(url: string, demo: boolean, fresh: boolean): void {
  const lines = [`两单 Liangdan  ${url}`, `接口 API docs  ${url}/api/docs`];
  if (demo) {
    lines.push(fresh ? '已载入示范区。 The demo district has been loaded.' : '示范区 Demo district:', '登录 Sign in:');
    for (const { login, password, role } of DEMO_SIGN_INS)
      lines.push(`  ${login.padEnd(14)} ${password.padEnd(14)} ${role}`);
  }
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof ConfigError ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});
