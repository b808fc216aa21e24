// Tests run as CommonJS on every Node: swc also turns the ESM-only packages (Nest 12 and friends)
// into CommonJS, so that no experimental flag is needed.
const swc = JSON.parse(require('node:fs').readFileSync(`${__dirname}/.swcrc`, 'utf8'));
const esmOnly = ['@nestjs', '@fastify/cookie', 'cookie', 'uuid', 'hucre', 'saxen', 'temporal-polyfill'];
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  // One more than there are cores: the suites wait for the database and the queue as much as they compute.
  maxWorkers: require('node:os').availableParallelism() + 1,
  // Suites that kill processes and wait for locks to run out: npm run test:takeover.
  testPathIgnorePatterns: ['/node_modules/', '(takeover|shutdown)\\.test\\.ts$'],
  // Starting the whole house takes a second, on a machine that is busy with other things many.
  testTimeout: 60_000,
  // Names of the global object are looked up through the sandbox each time, which takes a solver half its time.
  sandboxInjectedGlobals: ['Math', 'Number', 'Array', 'Map', 'Set', 'Int32Array', 'Float64Array', 'Uint8Array'],
  rootDir: __dirname,
  roots: ['<rootDir>/test', '<rootDir>/src'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/reporter.mjs'],
  transform: { '^.+\\.(t|m?j)s$': ['@swc/jest', { ...swc, $schema: undefined, minify: undefined }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
};
