import { sql } from 'kysely'
import { isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { earlierAnswer, inTransaction, runCommand } from '#platform/http/command.ts'
import type { CheckScan, IndexScan } from './contract.ts'
import { scanErrors } from './errors.ts'
import { forgetPages } from './reading/pages.ts'
import { makeFound } from './reading/take-turns.ts'
import { lockScan, type ScanRow } from './repository.ts'
import { fileScan, sealScan } from './seal-scan.ts'
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

/** A scan that the acting person may check now. */
async function toCheck(ctx: Context, id: string, given: CheckScan): Promise<ScanRow> {
  const scan = await waiting(ctx, id)
  if (scan.state !== 'indexed') throw scanErrors.notIndexed()
  if ([scan.uploaded_by, scan.indexed_by].includes(personOf(ctx))) throw scanErrors.secondPerson()
  if (!given.faithful && given.note.trim().length < 3) throw scanErrors.noteMissing()
  return scan
}

interface Checked {
  readonly documentId?: string
}

/**
 * A second person compares the scan with the paper: it is sealed and put into the record, or rejected. The seal is asked
 * outside of the transaction; what it sealed must still be what was scanned and named when it is filed.
 */
export async function checkScan(
  ctx: Context,
  commandId: string | undefined,
  id: string,
  given: CheckScan,
): Promise<Checked> {
  const input = ['scans.check', id, given]
  const answered = await earlierAnswer<Checked>(ctx, commandId, input)
  if (answered) return answered
  const scan = await inTransaction(ctx, (tx) => toCheck(tx, id, given))
  const sealed = given.faithful ? await sealScan(ctx, scan) : undefined
  return runCommand(ctx, commandId, input, async (tx) => {
    const now = await toCheck(tx, id, given)
    if (JSON.stringify(now) !== JSON.stringify(scan)) throw scanErrors.changed()
    return writeCheck(tx, now, given, sealed && (await fileScan(tx, now, sealed)))
  })
}

async function writeCheck(
  ctx: Context,
  scan: ScanRow,
  given: CheckScan,
  documentId: string | undefined,
): Promise<Checked> {
  const { id } = scan
  const note = given.note.trim()
  await sql`
    update scan set state = ${given.faithful ? 'sealed' : 'rejected'}, checked_by = ${personOf(ctx)},
      checked_name = ${ctx.actor.name}, checked_at = ${ctx.now()}, note = ${note || null}, document_id = ${documentId ?? null}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await (given.faithful ? makeFound(ctx, id) : forgetPages(ctx, id))
  await noteScan(ctx, scan, { id, step: given.faithful ? 'sealed' : 'rejected', note, document: documentId ?? '' })
  return documentId ? { documentId } : {}
}
