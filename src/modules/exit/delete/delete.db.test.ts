import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { sql } from 'kysely'
import { accountCommands } from '#modules/identity/index.ts'
import { ensureDemoSigners, installedTrust, verifyPaper } from '#modules/signing/index.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { deleteAll, exportAll } from '../index.ts'

const password = 'mot mat khau that dai 2026'
const first = { userName: 'giamdoc', password }
const second = { userName: 'cntt', password }

async function givenHospital(ctx: Context): Promise<void> {
  const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
  await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
  await commit(ctx, [
    { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Đặng Thị Huyền' }] } },
  ])
  await ctx.blobs.put(Buffer.from('một bản quét'))
  const people = [
    ['giamdoc', 'director'],
    ['cntt', 'it-admin'],
    ['dieuduong', 'nurse'],
  ] as const
  for (const [userName, role] of people)
    await accountCommands.add(ctx, { userName, name: userName, password, roles: [role], departments: [] })
}

async function isThere(ctx: Context): Promise<boolean> {
  const { rows } = await asOwner(ctx.db, (owner) =>
    sql`select 1 from pg_class where relname = 'resource'`.execute(owner),
  )
  return rows.length > 0
}

it('an installation is deleted after its export only, by two persons, with a sealed certificate', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-delete-'))
  try {
    await withContext(async (ctx) => {
      await givenHospital(ctx)
      const folder = join(root, 'out')
      const found = await sql<{ name: string }>`select name from facility`.execute(ctx.db)
      const name = found.rows[0]?.name ?? ''
      const blobFolder = blobFolderOf(ctx.config)
      const trying = (given: object) =>
        asOwner(ctx.db, (owner) => {
          const asked = {
            folder,
            phrase: 'XÓA TOÀN BỘ 01ZZ1',
            persons: [first, second] as const,
            remains: ['băng từ'],
          }
          return deleteAll(ctx, owner, { ...asked, blobFolder, keep: () => {}, step: () => {}, ...given })
        })
      await asOwner(ctx.db, (owner) => exportAll(ctx, owner, folder, () => {}))
      await assert.rejects(trying({ phrase: 'xóa' }), { code: 'exit.phrase' })
      await assert.rejects(trying({ persons: [first, first] }), { code: 'exit.samePerson' })
      await assert.rejects(trying({ persons: [first, { userName: 'dieuduong', password }] }), {
        code: 'common.forbidden',
      })
      await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Đến Sau' }] } }])
      await assert.rejects(trying({}), { code: 'exit.notExported' })
      await asOwner(ctx.db, (owner) => exportAll(ctx, owner, join(root, 'again'), () => {}))

      const whole = join(root, 'again')
      const facility = (name: string) =>
        asOwner(ctx.db, (owner) => sql`update facility set name = ${name}`.execute(owner))
      await facility('Tên đổi sau')
      await assert.rejects(trying({ folder: whole }), { code: 'exit.notExported' })
      await facility(name)
      const fullDisk = () => {
        throw new Error('no space left')
      }
      await assert.rejects(trying({ folder: whole, keep: fullDisk }), /no space left/)
      assert.equal(await isThere(ctx), true)

      const unnamed = await ctx.blobs.put(Buffer.from('một bản quét khác'))
      const trust = await installedTrust(ctx)
      const papers: Uint8Array[] = []
      const certificate = await trying({ folder: whole, keep: (sealed: Uint8Array) => papers.push(sealed) })
      const pdf = Buffer.from(papers[0] ?? [])
      assert.equal(certificate.documents, 1)
      assert.deepEqual(certificate.unnamed, [unnamed])
      assert.deepEqual(certificate.remains, ['băng từ'])
      assert.notEqual(verifyPaper(pdf, trust, ctx.now()).verdict, 'broken')
      assert.notEqual(verifyPaper(pdf, trust, ctx.now()).verdict, 'unsigned')
      const files = readdirSync(blobFolder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
      assert.deepEqual(
        files.filter(({ name }) => /^[0-9a-f]{64}$/.test(name)),
        [],
      )
      assert.equal(await isThere(ctx), false)
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
