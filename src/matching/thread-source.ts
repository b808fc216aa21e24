import { extname, join } from 'node:path';

/** Run from source, as tests do, a thread compiles TypeScript the way they do; run from the build, it needs nothing. */
export const EXEC_ARGV =
  extname(__filename) === '.ts' ? ['--require', join(__dirname, '../../test/jobs/typescript.cjs')] : [];
