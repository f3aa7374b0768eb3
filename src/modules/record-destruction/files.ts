import type { DocumentReference } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

const named = /urn:lanong:blob:([0-9a-f]{64})/g

/** Files that the versions of a record name and no other record does. */
export async function filesOf(ctx: Context, encounterId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from resource_version where facility = ${ctx.facility} and record = ${encounterId}`.execute(
    ctx.db,
  )
  const found = new Set(
    rows.flatMap(({ content }) => [...content.toString('utf8').matchAll(named)].map((one) => one[1] ?? '')),
  )
  for (const hash of await scansOf(ctx, encounterId)) found.add(hash)
  const own: string[] = []
  for (const hash of found) {
    const users = await searchResources<DocumentReference>(ctx, 'DocumentReference', {
      location: `urn:lanong:blob:${hash}`,
    })
    const elsewhere = users.some((one) => one.context?.encounter?.[0]?.reference !== `Encounter/${encounterId}`)
    if (!elsewhere) own.push(hash)
  }
  return own
}

/** Scans as they were uploaded and as they were cleaned up. */
async function scansOf(ctx: Context, encounterId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ original: string; clean: string }>`
    select original, clean from scan s where facility = ${ctx.facility} and encounter_id = ${encounterId}
      and not exists (select 1 from scan o where o.facility = s.facility and o.encounter_id <> s.encounter_id
        and (o.original in (s.original, s.clean) or o.clean in (s.original, s.clean)))`.execute(ctx.db)
  return rows.flatMap(({ original, clean }) => [original, clean])
}

/** Erases the files of an erased record, and notes it when none is left. */
export async function eraseFiles(ctx: Context, id: string, encounterId: string): Promise<void> {
  const { rows } = await sql<{ files: string[] }>`
    select files from record_destruction_item where facility = ${ctx.facility} and destruction_id = ${id}::uuid
      and encounter_id = ${encounterId} and erased_at is not null and files_gone_at is null`.execute(ctx.db)
  if (!rows[0]) return
  for (const hash of rows[0].files) await ctx.blobs.erase(hash)
  await sql`
    update record_destruction_item set files_gone_at = ${ctx.now()} where facility = ${ctx.facility}
      and destruction_id = ${id}::uuid and encounter_id = ${encounterId}`.execute(ctx.db)
}
