import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { checkLedger } from '#modules/ledger/index.ts'
import { ensureDemoSigners, installedTrust, verifyHospital } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { openExport } from './import/export-folder.ts'
import { exportAll, importAll, importUnderWay } from './index.ts'

type Step = (what: string) => void
const quiet: Step = () => {}

const exported = (ctx: Context, folder: string, step = quiet) =>
  asOwner(ctx.db, (owner) => exportAll(ctx, owner, folder, step))
const imported = (ctx: Context, folder: string, step = quiet) =>
  asOwner(ctx.db, (owner) => importAll(ctx, owner, folder, { step }))

/** Ends the work when it comes to a place. */
const breakAt =
  (place: string): Step =>
  (what) => {
    if (what === place) throw new Error(`broken off at ${place}`)
  }

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-exit-'))
  try {
    await work(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function namesOf(folder: string, holding: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && readFileSync(join(one.parentPath, one.name)).includes(holding))
    .map(({ name }) => name)
}

const account = sql`insert into account (facility, id, user_name, kind, name, password_hash, created_at)
  values (1, gen_random_uuid(), 'bs.hoa', 'person', 'Lê Thị Hòa', '$scrypt$never-leaves', now())`

describe('a whole facility', () => {
  it('leaves in open files, and a new installation is equal to it', () =>
    inFolder((root) =>
      withWholeApp(async (client) => {
        const ctx = contextOf(client.services)
        await givenArchivedRecord(client)
        await account.execute(ctx.db)
        const [here, there] = [join(root, 'here'), join(root, 'there')]
        await assert.rejects(exported(ctx, here, breakAt('stay')), /broken off/)
        appendFileSync(join(here, 'under-way.ndjson'), '{"first":0,"fil')
        writeFileSync(join(here, 'tables', 'old.ndjson.part'), 'half')
        const out = await exported(ctx, here)
        assert.deepEqual(out.absent, [])
        const verdict = verifyHospital(openExport(here).files, await installedTrust(ctx))
        assert.deepEqual([verdict?.added, verdict?.missing, verdict?.ok], [[], [], true])
        assert.deepEqual(namesOf(here, 'never-leaves'), [])
        assert.equal(out.tables['account'], 1)
        await assert.rejects(imported(ctx, here), { code: 'exit.notEmpty' })
        const patients = await searchResources(ctx, 'Patient', { name: 'huyen' })

        await withContext(async (other, services) => {
          // A new installation was made on another day.
          await asOwner(other.db, (owner) => sql`update migration set at = now()`.execute(owner))
          await assert.rejects(imported(other, here, breakAt('resource_version')), /broken off/)
          assert.equal(await importUnderWay(services.db), true)
          await assert.rejects(imported(other, here, breakAt('stay')), /broken off/)
          const taken = await imported(other, here)
          assert.equal(await importUnderWay(services.db), false)
          assert.equal(taken.rows, out.rows)
          const horizon = () => sql`select * from ledger_state`.execute(other.db)
          const { rows: before } = await horizon()
          await assert.rejects(imported(other, here), { code: 'exit.notEmpty' })
          assert.deepEqual((await horizon()).rows, before)
          assert.deepEqual((await checkLedger(other)).faults, [])
          assert.deepEqual(await searchResources(other, 'Patient', { name: 'huyen' }), patients)

          const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
          await ensureDemoSigners(other, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
          await commit(other, [
            { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Người Mới' }] } },
          ])
          await exported(other, there)
          const later = verifyHospital(openExport(there).files, await installedTrust(other))
          assert.deepEqual([later?.faults, later?.seal.faults, later?.ok], [[], [], true])
          assert.ok((later?.head?.size ?? 0) > (verdict?.head?.size ?? 0))
        })
      }),
    ))

  it('is not taken in when a row of it was changed', () =>
    inFolder((root) =>
      withWholeApp(async (client) => {
        const ctx = contextOf(client.services)
        await givenArchivedRecord(client)
        await account.execute(ctx.db)
        await exported(ctx, root)
        const path = join(root, 'tables', 'account', '000000000000.ndjson')
        writeFileSync(path, readFileSync(path, 'utf8').replace('bs.hoa', 'bs.hoe'))
        await withContext(async (other) => {
          await assert.rejects(imported(other, root), { code: 'exit.notWhole' })
          assert.equal(await importUnderWay(other.db), false)
        })
      }),
    ))
})
