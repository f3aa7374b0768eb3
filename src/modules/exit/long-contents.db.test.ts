import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { checkLedger } from '#modules/ledger/index.ts'
import { ensureDemoSigners, installedTrust, rootPems, verifyHospital } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { stretchEnd } from '#store/ledger/stretch-end.ts'
import { readResource } from '#store/read.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { has } from '#tests/support/signing.ts'
import { openExport } from './import/export-folder.ts'
import { exportAll, importAll } from './index.ts'

const bytesPerFile = 1_000_000
const lengths = [300_000, 600_000, 400_000, 2_500_000, 10, 900_000, 900_000, 10]

const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
const givenSeal = (ctx: Context) => ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')

async function givenScans(ctx: Context): Promise<void> {
  await givenSeal(ctx)
  for (const [n, length] of lengths.entries()) {
    const resource = { resourceType: 'Binary' as const, contentType: 'image/png', data: 'QUJD'.repeat(length / 4) }
    await commit(ctx, [{ kind: 'create', id: `scan-${n}`, resource }])
  }
}

function askPython(root: string, folder: string, pem: string): void {
  writeFileSync(join(root, 'root.pem'), pem)
  const words = ['tools/verify_ledger.py', '--json', '--trust', join(root, 'root.pem'), folder]
  const { stdout } = spawnSync('python3', words, { encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.deepEqual(JSON.parse(stdout), { [folder]: [] })
}

it('long contents leave in files of a size that can be read, and arrive', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-long-'))
  const [here, there] = [join(root, 'here'), join(root, 'there')]
  try {
    await withContext(async (ctx) => {
      await givenScans(ctx)
      await orderAllLeaves(ctx)
      assert.equal(await stretchEnd(ctx, 0, 1, 10), 1, 'one that is longer alone stands alone')
      assert.deepEqual((await checkLedger(ctx)).faults, [])
      const out = (step: (what: string) => void) =>
        asOwner(ctx.db, (owner) => exportAll(ctx, owner, here, step, { bytesPerFile }))
      await assert.rejects(
        out((what) => {
          if (what === 'resource') throw new Error('broken off')
        }),
        /broken off/,
      )
      const { kept } = await out(() => {})
      assert.ok(kept > 4, `${kept} stretches were there`)
      const trust = await installedTrust(ctx)
      const verdict = verifyHospital(openExport(here).files, trust)
      assert.deepEqual([verdict?.faults, verdict?.ok], [[], true])
      if (has('python3')) askPython(root, here, String(rootPems(trust)[0]?.[1] ?? ''))

      const sizes = readdirSync(join(here, 'versions')).map((name) => statSync(join(here, 'versions', name)).size)
      const most = Math.max(...lengths)
      assert.ok(sizes.length > 4, sizes.join())
      assert.ok(
        sizes.every((size) => size < bytesPerFile + 100_000 || (size > most && size < most + 100_000)),
        sizes.join(),
      )

      // Cut as that export was, though its own would be cut otherwise.
      await withContext(async (other) => {
        await asOwner(other.db, (owner) => importAll(other, owner, here, { step: () => {} }))
        for (const [n, length] of lengths.entries()) {
          assert.ok(JSON.stringify(await readResource(other, 'Binary', `scan-${n}`)).length > length)
        }
        await givenSeal(other)
        await asOwner(other.db, (owner) => exportAll(other, owner, there, () => {}))
        assert.equal(verifyHospital(openExport(there).files, await installedTrust(other))?.ok, true)
      })
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
