import { counts, known, type Result, type SuiteRun } from './conformance.ts'

/** docs/conformance.md as the runs make it. */
export function conformanceDocument(runs: readonly SuiteRun[]): string {
  const rows = runs.map((run) => {
    const { pass, fail, notApplicable, percent } = counts(run.results)
    return `| ${run.name} | ${pass} | ${fail} | ${notApplicable} | ${floor(percent)} % | ${run.goal} % |`
  })
  return [
    '<!-- Written by `npm run conformance`; compared by `npm test`. -->',
    '# Conformance',
    '',
    'Tests that others published, run against this program. Not applicable cases are not counted in the per cent.',
    'How to run and extend: `tests/conformance/README.md`.',
    '',
    '| suite | pass | fail | not applicable | passed | goal |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...runs.flatMap(details),
    '',
  ].join('\n')
}

const floor = (percent: number) => Math.floor(percent * 10) / 10

function details({ name, results }: SuiteRun): readonly string[] {
  const failed = results.filter((one) => one.outcome === 'fail')
  const skipped = results.filter((one) => one.outcome === 'n/a')
  if (failed.length + skipped.length === 0) return []
  return [
    '',
    `## ${name}`,
    ...(failed.length > 0 ? ['', '| fails | why |', '|---|---|'] : []),
    ...failed.map((one) => `| ${cell(one.id)} | ${cell(known[name]?.[one.id] ?? '')} |`),
    ...(skipped.length > 0 ? ['', '| not applicable | cases |', '|---|---|'] : []),
    ...byReason(skipped).map(([reason, n]) => `| ${cell(reason)} | ${n} |`),
  ]
}

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')

function byReason(results: readonly Result[]): readonly (readonly [string, number])[] {
  const found = new Map<string, number>()
  for (const one of results) found.set(one.reason ?? '', (found.get(one.reason ?? '') ?? 0) + 1)
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1))
}
