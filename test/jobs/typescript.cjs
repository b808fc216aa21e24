// Lets a plain child process or thread of a test load the TypeScript of this repository, as jest does for the test itself.
// What has been compiled once is kept beside jest's own cache, by content, because tests start many of them.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');

const swc = {
  ...JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8')),
  $schema: undefined,
  sourceMaps: 'inline',
};
const cache = join(__dirname, '../../node_modules/.cache/liangdan-test');
mkdirSync(cache, { recursive: true });

function compile(source, filename) {
  const key = createHash('sha256')
    .update(JSON.stringify([swc, filename, source]))
    .digest('hex');
  const kept = join(cache, `${key}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { ...swc, filename, swcrc: false });
    // Another process may be at it too: whole files only.
    const mine = `${kept}.${process.pid}.${Math.random()}`;
    writeFileSync(mine, code);
    renameSync(mine, kept);
    return code;
  }
}

Module._extensions['.ts'] = (module, filename) =>
  module._compile(compile(readFileSync(filename, 'utf8'), filename), filename);
