import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { it } from 'node:test'
import { installedTrust, rootPems } from '#modules/signing/index.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import type { Altered } from './proofs/alter-hospital.ts'
import { alterationsRun } from './proofs/alterations-run.ts'
import { has } from './support/signing.ts'
import { withWholeApp } from './support/whole-app.ts'

function putFolder(folder: string, { files }: Pick<Altered, 'files'>): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

// A slice of `npm run soak -- alterations`; the Python verifier is asked about some of the same cases.
it(
  'finds and names 90 alterations of an exported hospital, and so does the Python verifier',
  {
    skip: has('python3') ? false : 'python3 is not here',
  },
  () =>
    withWholeApp(async (client) => {
      const scratch = mkdtempSync(join(tmpdir(), 'lanong-altered-'))
      const cases = new Map<string, readonly string[]>()
      const result = await alterationsRun(client, 90, 20261122, (altered, told) => {
        if (cases.size < 24) cases.set(putFolder(join(scratch, String(cases.size)), altered), told)
      })
      assert.deepEqual(result.missed, [])
      assert.ok(Object.keys(result.tried).length >= 14)
      const pem = join(scratch, 'root.pem')
      const [root] = rootPems(await installedTrust(contextOf(client.services)))
      writeFileSync(pem, root?.[1] ?? '')
      const { stdout } = spawnSync(
        'python3',
        ['tools/verify_ledger.py', '--json', '--trust', pem, ...cases.keys()],
        {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        },
      )
      const judged = JSON.parse(stdout) as Record<string, [string, string][]>
      for (const [folder, told] of cases) {
        const theirs = (judged[folder] ?? []).map(([what, fault]) => normal(what, fault))
        assert.deepEqual([...new Set(theirs)].sort(), [...new Set(told.map(normalOurs))].sort(), folder)
      }
    }),
)

const listFaults = new Set(['changed', 'missing', 'added'])
const normal = (what: string, fault: string) =>
  fault === 'seal' ? 'seal' : listFaults.has(fault) ? what : `${what}: ${fault}`
const normalOurs = (line: string) => (line.startsWith('manifest.json manifest.json.p7s') ? 'seal' : line)
