// `npm run audit`: known vulnerabilities of what is locked. Tells plainly when the registry cannot answer.
import { spawnSync } from 'node:child_process'

interface Report {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> }
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>
  readonly error?: { readonly summary?: string; readonly code?: string }
  readonly message?: string
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev'], {
  encoding: 'utf8',
  maxBuffer: 64 * 2 ** 20,
})
let report: Report = {}
try {
  report = JSON.parse(stdout) as Report
} catch {}
const counts = report.metadata?.vulnerabilities
if (!counts) {
  say(
    `UNKNOWN: the registry did not answer the question for vulnerabilities (${report.error?.summary || report.message || 'no answer'}).`,
  )
  say(
    'Nothing is known about this lock file. Ask again where the registry answers, or scan dist/sbom.cdx.json (npm run sbom) with another tool.',
  )
  process.exitCode = 2
} else {
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {}))
    say(`${severity}: ${name} ${range}`)
  say(
    `${counts['total'] ?? 0} known vulnerabilities: ${counts['critical'] ?? 0} critical, ${counts['high'] ?? 0} high`,
  )
  process.exitCode = (counts['critical'] ?? 0) + (counts['high'] ?? 0) > 0 ? 1 : 0
}
