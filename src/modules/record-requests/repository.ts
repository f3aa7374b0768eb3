import { sql } from 'kysely'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { ownAmong } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { CopyView, ListRequests, LoanView, RequestView } from './contract.ts'
import type { Want } from './domain/access.ts'
import { titleOfKind } from './rules.ts'

export interface RequestRow {
  readonly id: string
  readonly number: string
  readonly encounter_id: string
  readonly patient_id: string
  readonly kind: string
  readonly asker: string
  readonly identity: string
  readonly relation: string | null
  readonly purpose: string
  readonly want: Want
  readonly written_on: string | null
  readonly account_id: string | null
  readonly taken_name: string
  readonly taken_at: Date
  readonly decision: 'granted' | 'refused' | null
  readonly decided_name: string | null
  readonly decided_at: Date | null
  readonly note: string | null
  readonly valid_until: Date | null
  readonly withdrawn_at: Date | null
  readonly record_number: string
  readonly patient_name: string
}

interface LoanRow {
  readonly id: string
  readonly request_id: string
  readonly due_on: string
  readonly lent_name: string
  readonly lent_at: Date
  readonly returned_name: string | null
  readonly returned_at: Date | null
  readonly state_of_it: string | null
}

/** The next number of a year: `YC26/000001`. */
export async function takeNumber(ctx: Context): Promise<string> {
  const year = Number(dayInVietnam(ctx.now()).slice(0, 4))
  const { rows } = await sql<{ last: number }>`
    insert into record_request_number (facility, year, last) values (${ctx.facility}, ${year}, 1)
    on conflict (facility, year) do update set last = record_request_number.last + 1
    returning last`.execute(ctx.db)
  return `YC${String(year).slice(2)}/${String(rows[0]?.last ?? 1).padStart(6, '0')}`
}

const columns = sql`r.*, r.written_on::text as written_on, coalesce(i.record_number, '') as record_number,
  coalesce(i.patient_name, '') as patient_name`
const joined = sql`record_request r left join record_index i
  on i.facility = r.facility and i.encounter_id = r.encounter_id`

/** One request, held against others who decide it or hand out by it. */
export async function lockRequest(ctx: Context, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from ${joined} where r.facility = ${ctx.facility} and r.id = ${id}::uuid for update of r`.execute(
    ctx.db,
  )
  return rows[0]
}

function shown(ctx: Context, show: NonNullable<ListRequests['show']>) {
  if (show === 'waiting') return sql`r.decision is null and r.withdrawn_at is null`
  if (show === 'granted') return sql`r.decision = 'granted' and r.valid_until > ${ctx.now()}`
  if (show === 'lent')
    return sql`exists (select 1 from record_loan l
      where l.facility = r.facility and l.request_id = r.id and l.returned_at is null)`
  return sql`true`
}

/** Requests as the office sees them, newest first. */
export async function listRequests(
  ctx: Context,
  query: ListRequests & { readonly patientId?: string; readonly accountId?: string },
): Promise<readonly RequestView[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from ${joined} where r.facility = ${ctx.facility} and ${shown(ctx, query.show ?? 'all')}
      ${query.encounter ? sql`and r.encounter_id = ${query.encounter}` : sql``}
      ${query.patientId ? sql`and r.patient_id = ${query.patientId}` : sql``}
      ${query.accountId ? sql`and r.account_id = ${query.accountId}` : sql``}
    order by r.taken_at desc limit 200`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  const copies = await copiesOf(ctx, ids)
  const loans = await loansOf(ctx, ids)
  const own = await ownAmong(
    ctx,
    rows.flatMap(({ account_id }) => account_id ?? []),
  )
  return rows.map((row) => ({
    ...viewOf(ctx, row, copies.get(row.id) ?? [], loans.get(row.id) ?? []),
    own: row.account_id !== null && own.has(row.account_id),
  }))
}

async function copiesOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, CopyView[]>> {
  const { rows } = await sql<{
    request_id: string
    at: Date
    by_name: string
    want: string
    sha256: string
    papers: number
  }>`
    select * from record_copy where facility = ${ctx.facility} and request_id = any(${ids}::uuid[])
    order by at`.execute(ctx.db)
  return Map.groupBy(
    rows.map((row) => ({ ...row, by: row.by_name, at: instantInVietnam(row.at) })),
    (row) => row.request_id,
  )
}

async function loansOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, LoanView[]>> {
  const { rows } = await sql<LoanRow>`
    select *, due_on::text as due_on from record_loan
    where facility = ${ctx.facility} and request_id = any(${ids}::uuid[]) order by lent_at`.execute(ctx.db)
  const today = dayInVietnam(ctx.now())
  const views = rows.map((row) => ({
    request: row.request_id,
    id: row.id,
    dueOn: row.due_on,
    lentBy: row.lent_name,
    lentAt: instantInVietnam(row.lent_at),
    returnedAt: row.returned_at ? instantInVietnam(row.returned_at) : undefined,
    returnedTo: row.returned_name ?? undefined,
    stateOfIt: row.state_of_it ?? undefined,
    late: !row.returned_at && row.due_on < today,
  }))
  return Map.groupBy(views, (one) => one.request)
}

function stateOf(ctx: Context, row: RequestRow): RequestView['state'] {
  if (row.withdrawn_at) return 'withdrawn'
  if (row.decision === null) return 'waiting'
  if (row.decision === 'refused') return 'refused'
  return row.valid_until && row.valid_until > ctx.now() ? 'granted' : 'expired'
}

function viewOf(
  ctx: Context,
  row: RequestRow,
  copies: readonly CopyView[],
  loans: readonly LoanView[],
): Omit<RequestView, 'own'> {
  const at = (date: Date | null) => (date ? instantInVietnam(date) : undefined)
  return {
    id: row.id,
    number: row.number,
    encounterId: row.encounter_id,
    recordNumber: row.record_number,
    patientName: row.patient_name,
    kind: row.kind,
    kindTitle: titleOfKind(ctx, row.kind),
    asker: row.asker,
    identity: row.identity,
    relation: row.relation ?? undefined,
    purpose: row.purpose,
    want: row.want,
    writtenOn: row.written_on ?? undefined,
    takenBy: row.taken_name,
    takenAt: instantInVietnam(row.taken_at),
    state: stateOf(ctx, row),
    decidedBy: row.decided_name ?? undefined,
    decidedAt: at(row.decided_at),
    note: row.note ?? undefined,
    validUntil: row.valid_until ? dayInVietnam(new Date(row.valid_until.getTime() - 1)) : undefined,
    copies,
    loans,
  }
}
