import type { Organization, Patient } from '@medplum/fhirtypes'
import { type RawBuilder, sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { knownAccounts, ownAmong } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { OpeningView } from './contract.ts'
import { policiesOn } from './policies.ts'

export interface OpeningRow {
  readonly id: string
  readonly kind: 'glass' | 'grant'
  readonly patient_id: string
  readonly record: string | null
  readonly account: string | null
  readonly department: string | null
  readonly reason: string
  readonly opened_by: string
  readonly since: Date
  readonly until: Date
  readonly ended_at: Date | null
  readonly rule: string
  readonly of_department: string | null
  readonly verdict: 'justified' | 'followed' | null
  readonly verdict_note: string | null
  readonly verdict_by: string | null
}

export async function findOpenings(ctx: Context, where: RawBuilder<unknown>, limit = 200): Promise<OpeningRow[]> {
  const { rows } = await sql<OpeningRow>`
    select id::text, kind, patient_id, record, account, department, reason, opened_by, since, until, ended_at, rule,
      of_department, verdict, verdict_note, verdict_by
    from access_opening o where o.facility = ${ctx.facility} and ${where}
    order by since desc, id limit ${limit}`.execute(ctx.db)
  return rows
}

/** The rows with the names of people, for a screen. */
export async function viewsOf(ctx: Context, rows: readonly OpeningRow[]): Promise<readonly OpeningView[]> {
  const accounts = await knownAccounts(ctx, {
    ids: rows.flatMap((row) => [row.account, row.opened_by, row.verdict_by].filter((id) => id !== null)),
  })
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const own = await ownAmong(
    ctx,
    rows.flatMap((row) => [row.account, row.opened_by].filter((id) => id !== null)),
  )
  const patients = await byId<Patient>(
    ctx,
    'Patient',
    rows.map(({ patient_id }) => patient_id),
  )
  const departments = await byId<Organization>(
    ctx,
    'Organization',
    rows.flatMap((row) => row.department ?? []),
  )
  const titles = new Map(policiesOn(ctx.now()).policies.map(({ id, title }) => [id, title[ctx.language]]))
  return rows.map((row) => {
    const patient = patients.get(row.patient_id)
    const department =
      row.department === null ? undefined : (departments.get(row.department)?.name ?? row.department)
    return {
      id: row.id,
      kind: row.kind,
      patientId: row.patient_id,
      patientName: patient?.name?.[0]?.text ?? '',
      mrn: patient?.identifier?.find(({ system }) => system === sid.mrn)?.value ?? '',
      who: row.account === null ? (department ?? '') : (names.get(row.account) ?? row.account),
      department,
      own: [row.account, row.opened_by].some((id) => id !== null && own.has(id)),
      reason: row.reason,
      rules: row.rule.split(' ').flatMap((id) => titles.get(id) ?? []),
      openedBy: names.get(row.opened_by) ?? row.opened_by,
      since: row.since.toISOString(),
      until: row.until.toISOString(),
      endedAt: row.ended_at?.toISOString(),
      verdict: row.verdict ?? undefined,
      verdictNote: row.verdict_note ?? undefined,
      verdictBy: row.verdict_by === null ? undefined : (names.get(row.verdict_by) ?? row.verdict_by),
    }
  })
}

async function byId<T extends Patient | Organization>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  if (ids.length === 0) return new Map()
  const found = await searchResources<T>(ctx, type, { _id: [...new Set(ids)].join(',') })
  return new Map(found.map((one) => [one.id ?? '', one]))
}
