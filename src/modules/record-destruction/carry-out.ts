import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { DestructionView } from './contract.ts'
import { destructionErrors } from './errors.ts'
import { eraseFiles, filesOf } from './files.ts'
import { makeMinutes } from './minutes.ts'
import { fileMinutes, membersOf } from './minutes-paper.ts'
import { note } from './prepare.ts'
import { type DestructionRow, listCandidates, listDestructions, lockDestruction } from './repository.ts'

/**
 * Carries out an approved list, record by record, each in its own transaction; files go after it. Cut off in the middle
 * it is carried on by doing it again. What got a hold or was lent meanwhile stays, and the minutes say why.
 */
export async function carryOut(ctx: Context, id: string): Promise<DestructionView> {
  const list = await readList(ctx, id)
  if (list.state === 'done') return list
  if (list.state !== 'approved') throw destructionErrors.notApproved({ number: list.number })
  for (const item of list.items) {
    if (!item.erasedAt) await eraseRecord(ctx, id, item.encounterId)
    await eraseFiles(ctx, id, item.encounterId)
  }
  const doer = { name: ctx.actor.name, person: personOf(ctx), role: ctx.actor.roles[0] ?? 'record-office' }
  const row = await readRow(ctx, id)
  const members = membersOf(row, doer)
  const minutes = await makeMinutes(ctx, await readList(ctx, id), members)
  await inTransaction(ctx, async (tx) => {
    if ((await lockDestruction(tx, id))?.done_at) return
    const paper = await fileMinutes(tx, { ...minutes, number: list.number }, members)
    await sql`
      update record_destruction set done_at = ${tx.now()}, done_name = ${tx.actor.name}, minutes = ${minutes.sha256},
        minutes_paper = ${paper}
      where facility = ${tx.facility} and id = ${id}::uuid and done_at is null`.execute(tx.db)
    await note(tx, 'done', id, { minutes: minutes.sha256, proof: minutes.proof })
  })
  return readList(ctx, id)
}

async function readRow(ctx: Context, id: string): Promise<DestructionRow> {
  const row = await inTransaction(ctx, (tx) => lockDestruction(tx, id))
  if (!row) throw commonErrors.notFound({ type: 'Destruction', id })
  return row
}

export async function readList(ctx: Context, id: string): Promise<DestructionView> {
  const [list] = await listDestructions(ctx, id)
  if (!list) throw commonErrors.notFound({ type: 'Destruction', id })
  return list
}

async function eraseRecord(ctx: Context, id: string, encounterId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [still] = await listCandidates(tx, [encounterId])
    const hindrance = still ? still.hindrance : 'reopened'
    if (hindrance && hindrance !== 'listed') return keep(tx, id, encounterId, hindrance)
    const files = await filesOf(tx, encounterId)
    await sql`
      update record_destruction_item set files = ${[...files]}::text[], left_over = null
      where facility = ${tx.facility} and destruction_id = ${id}::uuid and encounter_id = ${encounterId}`.execute(
      tx.db,
    )
    const { rows } = await sql<{ versions: number }>`
      select record_erase(${tx.facility}, ${id}::uuid, ${encounterId}, ${dayInVietnam(tx.now())}::date) as versions`.execute(
      tx.db,
    )
    await sql`delete from record_recognised where facility = ${tx.facility} and encounter_id = ${encounterId}`.execute(
      tx.db,
    )
    await sql`delete from scan where facility = ${tx.facility} and encounter_id = ${encounterId}`.execute(tx.db)
    await note(tx, 'erased', id, { record: encounterId, versions: rows[0]?.versions ?? 0, files: files.length })
  })
}

async function keep(ctx: Context, id: string, encounterId: string, why: string): Promise<void> {
  await sql`
    update record_destruction_item set left_over = ${why}
    where facility = ${ctx.facility} and destruction_id = ${id}::uuid and encounter_id = ${encounterId}`.execute(
    ctx.db,
  )
}
