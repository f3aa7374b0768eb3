import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { csvCell } from '#kernel/csv-cell.ts'
import { type Touched, touchedBy } from '#modules/audit/index.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import { incidentErrors } from './errors.ts'
import { note } from './note.ts'
import { addLine, lockIncident, numberOf, readIncident } from './repository.ts'

const mostDays = 400
const dayMs = 86_400_000

export function periodOf(given: { readonly from: string; readonly to: string }): { from: Date; to: Date } {
  const [from, to] = [new Date(given.from), new Date(given.to)]
  const span = to.getTime() - from.getTime()
  if (!(span > 0 && span <= mostDays * dayMs)) throw incidentErrors.period({ days: mostDays })
  return { from, to }
}

/** Whose data an account touched between two instants, by the journal: a line of the book with its list. */
export async function listPersons(
  ctx: Context,
  id: string,
  given: { readonly actor: string; readonly from: string; readonly to: string },
): Promise<{ readonly n: number; readonly persons: number }> {
  const incident = await lockIncident(ctx, id)
  const { actor, patients } = await touchedBy(ctx, { actor: given.actor, ...periodOf(given) })
  const [account] = await knownAccounts(ctx, { ids: [actor] })
  const content = {
    actor,
    actorName: account?.name ?? given.actor,
    from: given.from,
    to: given.to,
    count: patients.length,
  }
  const n = await addLine(ctx, incident, 'persons', content)
  await keep(ctx, id, n, patients)
  await note(ctx, 'persons', id, { of: actor, persons: patients.length })
  return { n, persons: patients.length }
}

async function keep(ctx: Context, id: string, n: number, patients: readonly Touched[]): Promise<void> {
  const rows = JSON.stringify(patients)
  await sql`
    insert into incident_person (facility, incident_id, n, patient_id, seen, written, taken, first_at, last_at)
    select ${ctx.facility}, ${id}::uuid, ${n}, patient, seen, written, taken, first, last
    from jsonb_to_recordset(${rows}::jsonb)
      as x(patient text, seen integer, written integer, taken integer, first timestamptz, last timestamptz)`.execute(
    ctx.db,
  )
}

interface PersonRow {
  readonly patient_id: string
  readonly seen: number
  readonly written: number
  readonly taken: number
  readonly first_at: Date
  readonly last_at: Date
}

const together = 200

async function namesOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Patient>> {
  const found = new Map<string, Patient>()
  for (let at = 0; at < ids.length; at += together) {
    const some = ids.slice(at, at + together)
    for (const one of await searchResources<Patient>(ctx, 'Patient', {
      _id: some.join(','),
      _count: String(together),
    }))
      found.set(one.id ?? '', one)
  }
  return found
}

/** The list as a file for those who tell the persons; taking it is itself an event. */
export async function personsFile(
  ctx: Context,
  id: string,
  n: number,
): Promise<{ readonly name: string; readonly text: string }> {
  const { record, acts } = await readIncident(ctx, id)
  if (!acts.some((one) => one.n === n && one.kind === 'persons'))
    throw commonErrors.notFound({ type: 'List', id: String(n) })
  const { rows } = await sql<PersonRow>`
    select * from incident_person where facility = ${ctx.facility} and incident_id = ${id}::uuid and n = ${n}
    order by first_at, patient_id`.execute(ctx.db)
  const patients = await namesOf(
    ctx,
    rows.map((row) => row.patient_id),
  )
  const lines = rows.map((row) => {
    const one = patients.get(row.patient_id)
    const mrn = one?.identifier?.find(({ system }) => system === sid.mrn)?.value ?? ''
    const phone = one?.telecom?.find(({ system }) => system === 'phone')?.value ?? ''
    const times = [row.seen, row.written, row.taken].map(String)
    const moments = [row.first_at, row.last_at].map((at) => instantInVietnam(at).slice(0, 19).replace('T', ' '))
    return [mrn, one?.name?.[0]?.text ?? row.patient_id, one?.birthDate ?? '', phone, ...times, ...moments]
      .map(csvCell)
      .join(',')
  })
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: { kind: 'incident.persons', incident: id, persons: rows.length },
  })
  const head = 'Số người bệnh,Họ tên,Ngày sinh,Điện thoại,Lượt xem,Lượt ghi,Lượt lấy ra,Lần đầu,Lần cuối'
  return {
    name: `${numberOf(record).replace('/', '-')}-${n}.csv`,
    text: `\uFEFF${[head, ...lines].join('\r\n')}\r\n`,
  }
}
