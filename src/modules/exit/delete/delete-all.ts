import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { confirmPerson } from '#modules/identity/index.ts'
import { type Actor, type Context, type Db, requirePermission } from '#platform/context.ts'
import { exitErrors } from '../errors.ts'
import type { Step } from '../export/export-all.ts'
import { type Certificate, sealCertificate } from './certificate.ts'
import { proveExported } from './check-export.ts'

export interface Person {
  readonly userName: string
  readonly password: string
}

export interface DeletionAsked {
  readonly folder: string
  /** Typed by the one who does it: `XÓA TOÀN BỘ 01ZZ1`. */
  readonly phrase: string
  readonly persons: readonly [Person, Person]
  /** What this program can not reach: copies, envelopes, disks. */
  readonly remains: readonly string[]
  readonly blobFolder: string
  /** Keeps the sealed certificate durably; what throws here leaves the database as it was. */
  keep(pdf: Uint8Array): void
  step: Step
}

export const phraseOf = (code: string) => `XÓA TOÀN BỘ ${code}`

/**
 * Deletes everything that was proven to have left, on the word of two persons, and certifies it. The certificate is sealed
 * before anything goes and kept before the database goes. Documents are overwritten; the caller removes the folder of the
 * installation afterwards.
 */
export async function deleteAll(ctx: Context, owner: Db, asked: DeletionAsked): Promise<Certificate> {
  const { step } = asked
  const facility = await facilityOf(ctx)
  if (asked.phrase.normalize('NFC') !== phraseOf(facility.code))
    throw exitErrors.phrase({ phrase: phraseOf(facility.code) })
  const persons = await twoPersons(ctx, asked.persons)
  step('verify', 0, 1)
  const documents = await documentsIn(asked.blobFolder)
  const proof = await proveExported(ctx, owner, asked.folder, { documents, step })
  const tables = await tablesOf(owner)
  const certificate: Certificate = {
    facility: `${facility.code} ${facility.name}`,
    at: ctx.now().toISOString(),
    ...proof,
    tables: tables.length,
    documents: documents.length,
    persons: persons.map(({ name, userName }) => ({ name, userName })),
    remains: asked.remains,
  }
  const pdf = await sealCertificate(ctx, certificate)
  for (const [i, hash] of documents.entries()) {
    step('documents', i, documents.length)
    await ctx.blobs.erase(hash)
  }
  step('tables', 0, tables.length)
  await owner.transaction().execute(async (db) => {
    await emptyTables(db, tables)
    asked.keep(pdf)
    await sql`drop schema public cascade`.execute(db)
  })
  return certificate
}

async function emptyTables(db: Db, tables: readonly string[]): Promise<void> {
  await sql`truncate table ${sql.join(tables.map((name) => sql.table(name)))} cascade`.execute(db)
  for (const name of tables) {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from ${sql.table(name)}) as there`.execute(db)
    if (rows[0]?.there) throw exitErrors.leftOver({ what: name })
  }
}

async function facilityOf(ctx: Context): Promise<{ readonly code: string; readonly name: string }> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from facility where id = ${ctx.facility}`.execute(ctx.db)
  return rows[0] ?? { code: '', name: '' }
}

async function twoPersons(ctx: Context, [first, second]: readonly [Person, Person]): Promise<readonly Actor[]> {
  const request = { address: 'console', userAgent: 'lanong delete-all' }
  const persons = [
    await confirmPerson(ctx, { ...first, ...request }),
    await confirmPerson(ctx, { ...second, ...request }),
  ]
  if (persons[0]?.id === persons[1]?.id) throw exitErrors.samePerson()
  for (const actor of persons) requirePermission(actor, 'exit.delete')
  return persons
}

async function tablesOf(owner: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    order by relname`.execute(owner)
  return rows.map(({ name }) => name)
}

async function documentsIn(blobFolder: string): Promise<readonly string[]> {
  const found = await readdir(blobFolder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found.filter((one) => one.isFile() && /^[0-9a-f]{64}$/.test(one.name)).map(({ name }) => name)
}
