import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { AskBody, RequisitionList, RequisitionView, SupplyBody } from './contract.ts'
import { textOf, unitsOf } from './domain/choose-lots.ts'
import { stockErrors } from './errors.ts'
import { knownDrug } from './known-drug.ts'
import { takeIn } from './receive.ts'
import { secondPerson } from './second-person.ts'
import { type RequisitionTable, tables } from './tables.ts'

type Line = RequisitionView['lines'][number]

/** Asks the pharmacy for medicines: narcotic and psychotropic ones on a paper of their own. */
export async function ask(ctx: Context, body: AskBody): Promise<{ ids: readonly string[] }> {
  const lines = await Promise.all(
    body.lines.map(async ({ drugCode, quantity }) => {
      const { name, unit, kind } = await knownDrug(ctx, drugCode)
      return { drugCode, name, unit, asked: textOf(unitsOf(quantity)), supplied: [], controlled: kind !== 'C' }
    }),
  )
  const wanted = lines.filter((one) => unitsOf(one.asked) > 0n)
  if (wanted.length === 0) throw stockErrors.nothing()
  const parts = [false, true].map((controlled) => wanted.filter((one) => one.controlled === controlled))
  const ids: string[] = []
  for (const part of parts.filter((one) => one.length > 0)) {
    const id = ids.length === 0 ? body.id : ctx.newId()
    ids.push(id)
    await tables(ctx.db)
      .insertInto('stock_requisition')
      .values({
        facility: ctx.facility,
        id,
        place: body.place,
        for_day: body.forDay,
        controlled: part[0]?.controlled ?? false,
        status: 'asked',
        lines: JSON.stringify(part.map(({ controlled: _controlled, ...line }) => line)),
        asked_at: ctx.now(),
        asked_by: ctx.actor.id,
        asked_name: ctx.actor.name,
      })
      .execute()
  }
  return { ids }
}

type Row = Omit<RequisitionTable, 'lines'> & { readonly lines: unknown; readonly day: string }

const linesOf = (row: Row) => row.lines as Line[]

function viewOf(row: Row): RequisitionView {
  return {
    id: row.id,
    place: row.place,
    forDay: row.day,
    controlled: row.controlled,
    status: row.status,
    askedAt: instantInVietnam(row.asked_at),
    askedBy: row.asked_name,
    lines: linesOf(row),
    ...present({
      suppliedBy: row.supplied_name ?? undefined,
      receivedBy: row.received_name ?? undefined,
    }),
  }
}

const rowsOf = (ctx: Context) =>
  tables(ctx.db)
    .selectFrom('stock_requisition')
    .selectAll()
    .select(sql<string>`to_char(for_day, 'YYYY-MM-DD')`.as('day'))
    .where('facility', '=', ctx.facility)

/** Requisitions of a ward, or of all for the pharmacy; the newest first. */
export async function listRequisitions(ctx: Context, place: string | undefined): Promise<RequisitionList> {
  const query = rowsOf(ctx).orderBy('asked_at', 'desc').limit(60)
  const rows = await (place === undefined ? query : query.where('place', '=', place)).execute()
  return { requisitions: rows.map(viewOf) }
}

async function lockRequisition(ctx: Context, id: string, status: RequisitionTable['status']): Promise<Row> {
  const row = await rowsOf(ctx).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw commonErrors.notFound({ type: 'requisition', id })
  if (row.status !== status) throw stockErrors.requisitionState({ state: row.status })
  return row
}

const setRow = (ctx: Context, id: string, set: Partial<Omit<RequisitionTable, 'facility' | 'id'>>) =>
  tables(ctx.db)
    .updateTable('stock_requisition')
    .set(set)
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()

/** The pharmacist says which lots go to the ward. */
export async function supply(ctx: Context, id: string, body: SupplyBody): Promise<void> {
  const row = await lockRequisition(ctx, id, 'asked')
  const lines = linesOf(row).map((line) => ({
    ...line,
    supplied: body.lines
      .filter((one) => one.drugCode === line.drugCode)
      .map(({ lot, expiresOn, quantity }) => ({
        lot,
        quantity: textOf(unitsOf(quantity)),
        ...present({ expiresOn }),
      })),
  }))
  if (lines.every((line) => line.supplied.length === 0)) throw stockErrors.nothing()
  await setRow(ctx, id, {
    status: 'supplied',
    lines: JSON.stringify(lines),
    supplied_at: ctx.now(),
    supplied_by: ctx.actor.id,
    supplied_name: ctx.actor.name,
  })
}

/** The ward takes in what was supplied: every lot moves once. */
export async function takeInRequisition(
  ctx: Context,
  id: string,
  secondPersonId: string | undefined,
): Promise<void> {
  const row = await lockRequisition(ctx, id, 'supplied')
  const { place } = row
  const witness = await secondPerson(ctx, secondPersonId, `Organization/${place}`)
  for (const line of linesOf(row)) {
    const drug = await knownDrug(ctx, line.drugCode)
    for (const [at, { lot, expiresOn, quantity }] of line.supplied.entries()) {
      const cause = `${id}:${line.drugCode}:${at}`
      await takeIn(ctx, { place, drug, lot, expiresOn: expiresOn ?? null, quantity, cause, witness })
    }
  }
  await setRow(ctx, id, {
    status: 'received',
    received_at: ctx.now(),
    received_by: ctx.actor.id,
    received_name: ctx.actor.name,
  })
}

/** Takes a requisition back that the pharmacy has not supplied yet. */
export async function cancelRequisition(ctx: Context, id: string): Promise<void> {
  await lockRequisition(ctx, id, 'asked')
  await setRow(ctx, id, { status: 'cancelled' })
}
