// The arrows of the house. An import against them, or a circle, is an error.
const feature = (name, ...mayUse) => ({
  name: `${name}-uses-only-what-comes-before`,
  comment: `src/${name} may import ${mayUse.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [`^src/${name}/`, ...mayUse.map((one) => `^src/${one}/`)].join('|') },
});
const ENGINE_TYPES = 'matching/engine';
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' }, to: {} },
    { name: 'engine-is-pure', severity: 'error', from: { path: '^src/matching/engine/' }, to: { pathNot: '^src/matching/engine/' } },
    { name: 'bullmq-only-in-jobs', severity: 'error', from: { path: '^src/', pathNot: '^src/platform/jobs/' }, to: { path: '(^|/)node_modules/bullmq/' } },
    { name: 'rows-only-inside', comment: 'A row class is imported inside its feature only.', severity: 'error', from: { path: '^src/([^/]+)/' }, to: { path: '\\.entity\\.ts$', pathNot: '^src/$1/' } },
    { name: 'no-dev-dependency-in-production', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'] } },
    feature('platform'),
    feature('access', 'platform'),
    feature('audit', 'platform', 'access'),
    feature('accounts', 'platform', 'access', 'audit'),
    feature('districts', 'platform', 'access', 'audit', ENGINE_TYPES),
    feature('taxonomy', 'platform', 'access', 'audit', 'districts'),
    feature('sheets', 'platform', 'districts', ENGINE_TYPES),
    feature('needs', 'platform', 'access', 'audit', 'districts', 'taxonomy', 'sheets'),
    feature('resources', 'platform', 'access', 'audit', 'districts', 'taxonomy', 'sheets', 'needs'),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true, exclude: { path: '^(dist|web|test|bench)/' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] } },
};
