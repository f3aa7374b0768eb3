import { sql } from 'kysely'
import { isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import type { CheckScan, IndexScan } from './contract.ts'
import { scanErrors } from './errors.ts'
import { lockScan, type ScanRow } from './repository.ts'
import { sealScan } from './seal-scan.ts'
import { noteScan } from './upload.ts'

async function waiting(ctx: Context, id: string): Promise<ScanRow> {
  const scan = await lockScan(ctx, id)
  if (!scan) throw commonErrors.notFound({ type: 'Scan', id })
  if (scan.state === 'sealed' || scan.state === 'rejected') throw scanErrors.notWaiting({ state: scan.state })
  return scan
}

/** Says which paper a scan is, and the day that stands on it. */
export async function indexScan(ctx: Context, id: string, given: IndexScan): Promise<void> {
  if (!isDay(given.datedOn)) throw commonErrors.notADay({ value: given.datedOn })
  const scan = await waiting(ctx, id)
  await sql`
    update scan set state = 'indexed', title = ${given.title}, form = ${given.form?.trim() || null},
      dated_on = ${given.datedOn}::date, indexed_by = ${personOf(ctx)}, indexed_name = ${ctx.actor.name},
      indexed_at = ${ctx.now()}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await noteScan(ctx, scan, {
    id,
    step: 'indexed',
    title: given.title,
    form: given.form ?? '',
    datedOn: given.datedOn,
  })
}

/** A second person compares the scan with the paper: it is sealed and put into the record, or rejected. */
export async function checkScan(ctx: Context, id: string, given: CheckScan): Promise<{ documentId?: string }> {
  const scan = await waiting(ctx, id)
  if (scan.state !== 'indexed') throw scanErrors.notIndexed()
  if ([scan.uploaded_by, scan.indexed_by].includes(personOf(ctx))) throw scanErrors.secondPerson()
  const note = given.note.trim()
  if (!given.faithful && note.length < 3) throw scanErrors.noteMissing()
  const documentId = given.faithful ? await sealScan(ctx, scan) : undefined
  await sql`
    update scan set state = ${given.faithful ? 'sealed' : 'rejected'}, checked_by = ${personOf(ctx)},
      checked_name = ${ctx.actor.name}, checked_at = ${ctx.now()}, note = ${note || null}, document_id = ${documentId ?? null}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await noteScan(ctx, scan, { id, step: given.faithful ? 'sealed' : 'rejected', note, document: documentId ?? '' })
  return documentId ? { documentId } : {}
}
