import { sql } from 'kysely'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { personOf, refreshIndex } from '#modules/records/index.ts'
import { readSlots } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { Candidate, DestructionView, ItemView } from './contract.ts'
import { memberTitle } from './minutes-paper.ts'

export interface DestructionRow {
  readonly id: string
  readonly number: number
  readonly note: string
  readonly prepared_by: string
  readonly prepared_name: string
  readonly prepared_at: Date
  readonly prepared_role: string
  readonly decision: 'approved' | 'refused' | null
  readonly decided_by: string | null
  readonly decided_role: string | null
  readonly decided_name: string | null
  readonly decided_at: Date | null
  readonly decision_note: string | null
  readonly done_at: Date | null
  readonly done_name: string | null
  readonly minutes: string | null
  readonly minutes_paper: string | null
}

interface ItemRow {
  readonly destruction_id: string
  readonly encounter_id: string
  readonly record_number: string
  readonly archive_number: string
  readonly kept_until: string
  readonly retention: string
  readonly erased_at: Date | null
  readonly files: readonly string[]
  readonly left_over: string | null
  readonly versions: number
}

export const numberOf = (row: Pick<DestructionRow, 'number'>) => `TH/${String(row.number).padStart(4, '0')}`

/** Archived records whose term is over today, with what stands in the way. */
export async function listCandidates(ctx: Context, ids?: readonly string[]): Promise<readonly Candidate[]> {
  await refreshIndex(ctx)
  const { rows } = await sql<{
    encounter_id: string
    record_number: string
    archive_number: string | null
    kept_until: string
    patient_name: string
    hindrance: Candidate['hindrance'] | null
  }>`
    select x.encounter_id, x.record_number, x.archive_number, x.kept_until::text as kept_until, x.patient_name, case
      when exists (select 1 from record_hold h where h.facility = x.facility and h.encounter_id = x.encounter_id
        and h.lifted_by is null) then 'hold'
      when exists (select 1 from record_loan l where l.facility = x.facility and l.encounter_id = x.encounter_id
        and l.returned_at is null) then 'lent'
      when exists (select 1 from record_destruction_item i join record_destruction d
        on d.facility = i.facility and d.id = i.destruction_id
        where i.facility = x.facility and i.encounter_id = x.encounter_id and i.erased_at is null
          and d.decision is distinct from 'refused' and d.done_at is null) then 'listed' end as hindrance
    from record_index x
    where x.facility = ${ctx.facility} and x.state = 'archived' and x.kept_until < ${dayInVietnam(ctx.now())}::date
      ${ids ? sql`and x.encounter_id = any(${[...ids]}::text[])` : sql``}
    order by x.kept_until, x.encounter_id limit 500`.execute(ctx.db)
  return rows.map((row) => ({
    encounterId: row.encounter_id,
    number: row.record_number,
    archiveNumber: row.archive_number ?? '',
    keptUntil: row.kept_until,
    patientName: row.patient_name,
    hindrance: row.hindrance ?? undefined,
  }))
}

export async function lockDestruction(ctx: Context, id: string): Promise<DestructionRow | undefined> {
  const { rows } = await sql<DestructionRow>`
    select * from record_destruction where facility = ${ctx.facility} and id = ${id}::uuid for update`.execute(
    ctx.db,
  )
  return rows[0]
}

export async function listDestructions(ctx: Context, id?: string): Promise<readonly DestructionView[]> {
  const { rows } = await sql<DestructionRow>`
    select * from record_destruction where facility = ${ctx.facility}
      ${id ? sql`and id = ${id}::uuid` : sql``} order by number desc limit 100`.execute(ctx.db)
  const items = await itemsOf(
    ctx,
    rows.map((row) => row.id),
  )
  const slots = await readSlots(
    ctx,
    rows.flatMap((row) => row.minutes_paper ?? []),
  )
  const places = Map.groupBy(slots, (one) => one.document_id)
  return rows.map((row) => ({
    ...viewOf(ctx, row, items.get(row.id) ?? []),
    signatures: (places.get(row.minutes_paper ?? '') ?? []).map((one) => ({
      title: memberTitle(one.slot, ctx.language),
      signedAt: one.signed_at ? instantInVietnam(one.signed_at) : undefined,
    })),
  }))
}

async function itemsOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, ItemRow[]>> {
  const { rows } = await sql<ItemRow>`
    select i.*, i.kept_until::text as kept_until, (select count(*)::int from record_erased e
      where e.facility = i.facility and e.destruction_id = i.destruction_id and e.encounter_id = i.encounter_id) as versions
    from record_destruction_item i
    where i.facility = ${ctx.facility} and i.destruction_id = any(${[...ids]}::uuid[]) order by i.archive_number`.execute(
    ctx.db,
  )
  return Map.groupBy(rows, (row) => row.destruction_id)
}

function stateOf(row: DestructionRow): DestructionView['state'] {
  if (row.done_at) return 'done'
  return row.decision ?? 'prepared'
}

function viewOf(
  ctx: Context,
  row: DestructionRow,
  items: readonly ItemRow[],
): Omit<DestructionView, 'signatures'> {
  const at = (date: Date | null) => (date ? instantInVietnam(date) : undefined)
  return {
    id: row.id,
    number: numberOf(row),
    state: stateOf(row),
    note: row.note,
    preparedBy: row.prepared_name,
    preparedAt: instantInVietnam(row.prepared_at),
    own: row.prepared_by === personOf(ctx),
    decidedBy: row.decided_name ?? undefined,
    decidedAt: at(row.decided_at),
    decisionNote: row.decision_note ?? undefined,
    doneBy: row.done_name ?? undefined,
    doneAt: at(row.done_at),
    items: items.map(
      (one): ItemView => ({
        encounterId: one.encounter_id,
        number: one.record_number,
        archiveNumber: one.archive_number,
        keptUntil: one.kept_until,
        retention: one.retention,
        erasedAt: at(one.erased_at),
        versions: one.versions,
        files: one.files.length,
        leftOver: one.left_over ?? undefined,
      }),
    ),
  }
}
