// Runs the published suites: `npm run conformance` all of them and writes docs/conformance.md,
// `npm run conformance -- fhirpath` those whose file name contains the word.
import { spawnSync } from 'node:child_process'

const word = process.argv[2] ?? ''
const { status } = spawnSync(process.execPath, ['tools/test.ts', 'tests/conformance/conformance.db.test.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    LANONG_CONFORMANCE_SUITE: word,
    LANONG_CONFORMANCE_WRITE: word === '' ? 'yes' : 'no',
  },
})
process.exitCode = status ?? 1
