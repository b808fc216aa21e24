// Lets a plain child process of a test load the TypeScript of this repository, as jest does for the test itself.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const swc = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...swc,
    $schema: undefined,
    sourceMaps: 'inline',
    filename,
    swcrc: false,
  });
  module._compile(code, filename);
};
