// Runs the tests: `node tools/test.ts` all, `… pure database journey` by kind, or by file.
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestDatabase } from '../tests/support/cluster.ts'

const kinds = {
  pure: (file: string) => !/\.db\.test\.ts$/.test(file) && !file.startsWith('tests/e2e/'),
  database: (file: string) => /\.db\.test\.ts$/.test(file) && !file.startsWith('tests/e2e/'),
  journey: (file: string) => file.startsWith('tests/e2e/'),
}

const all = globSync(['src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts']).sort()
const asked = process.argv.slice(2)
const files = asked.filter((word) => word.endsWith('.ts'))
const chosenKinds = asked.filter((word): word is keyof typeof kinds => word in kinds)

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  return new Promise((settle) => child.once('exit', (code) => settle(code ?? 1)))
}

const folder = mkdtempSync(join(tmpdir(), 'lanong-test-'))
let code = 0
try {
  const whole = files.length === 0 && chosenKinds.length === 0
  if (whole) code = await run(process.execPath, ['tools/check.ts'])
  if (code === 0 && (whole || asked.includes('journey') || files.some(kinds.journey)))
    code = await run(process.execPath, ['tools/build-web.ts'])
  if (code === 0) {
    const wanted =
      files.length > 0
        ? files
        : all.filter((file) => (whole ? true : chosenKinds.some((kind) => kinds[kind](file))))
    const cluster = wanted.some((file) => !kinds.pure(file)) ? await startTestDatabase(folder) : undefined
    // Each file is a process: what one has compiled the next need not, about a second of each.
    const compiled = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
    const env = cluster ? { ...compiled, LANONG_TEST_DATABASE: JSON.stringify(cluster.address) } : compiled
    code = await run(
      process.execPath,
      ['--test', '--test-reporter=spec', '--test-concurrency=2', '--test-timeout=900000', ...wanted],
      env,
    )
    await cluster?.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = code
