import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { indexPlan, typeNumber } from '#store/definitions.ts'
import type { TieKind, TieTest } from './domain/condition.ts'
import type { Profile } from './profile.ts'
import { patientOfRow } from './row-patient.ts'

type Sql = RawBuilder<unknown>

/** What a tie is looked for with: whose, over which row, and since when one that ended still counts. */
export interface TieQuestion {
  readonly ctx: Context
  readonly who: Profile
  /** Alias of the row. */
  readonly r: Sql
  /** The patient of the row. */
  readonly patient: Sql
  readonly toPatient: boolean
  readonly since: Date
  /** Not what the actor alone has made. */
  readonly byOthers: boolean
}

const day = 86_400_000

/** The condition that the actor is tied to the record or patient of a row; undefined when the actor can not be. */
export function tieSql(
  { ctx, who, type, r }: { readonly ctx: Context; readonly who: Profile; readonly type: string; readonly r: Sql },
  test: TieTest,
): Sql | undefined {
  const since = new Date(ctx.now().getTime() - (test.days ?? 0) * day)
  const [toPatient, byOthers] = [test.to === 'patient', test.by === 'others']
  return ties[test.tie]({ ctx, who, r, patient: patientOfRow(ctx, type, r), toPatient, since, byOthers })
}

const ties: Readonly<Record<TieKind, (asked: TieQuestion) => Sql | undefined>> = {
  department,
  team: ({ who, ...asked }) => ofEncounter({ who, ...asked }, 'participant', refsOf(who, 'person')),
  task: (asked) =>
    ofMember(asked, 'Task', 'owner', ['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold']),
  order: (asked) => ofMember(asked, 'ServiceRequest', 'performer', ['active', 'on-hold']),
  transfer,
  request,
  grant: (asked) => opening(asked, 'grant'),
  glass: (asked) => opening(asked, 'glass'),
}

function refsOf(who: Profile, of: 'person' | 'departments' | 'both'): readonly string[] {
  const person = who.person === undefined ? [] : [who.person]
  const departments = who.departments.map((id) => `Organization/${id}`)
  return of === 'person' ? person : of === 'departments' ? departments : [...person, ...departments]
}

const any = (parts: readonly (Sql | undefined)[]): Sql | undefined => {
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : sql`(${sql.join(known, sql` or `)})`
}

/** The department has the patient now, or had the patient in one of its places. */
function department(asked: TieQuestion): Sql | undefined {
  const { ctx, who, r, patient, toPatient, since } = asked
  if (who.departments.length === 0) return undefined
  return any([
    ofEncounter(asked, 'service-provider', refsOf(who, 'departments')),
    sql`exists (select 1 from stay_place p where p.facility = ${ctx.facility}
      and ${toPatient ? sql`p.patient_id = ${patient}` : sql`p.encounter_id = ${r}.record`}
      and p.department = any(${[...who.departments]}::text[]) and coalesce(upper(p.during), 'infinity') >= ${since}
      ${confirmed(asked, place)} offset 0)`,
  ])
}

/** The root Encounter, or any of the patient, names one of the references and has not ended before. */
function ofEncounter(asked: TieQuestion, parameter: keyof typeof namedAt, refs: readonly string[]) {
  const { ctx, r, patient, toPatient, since } = asked
  if (refs.length === 0) return undefined
  const { hash } = indexPlan(ctx.facility, 'Encounter')
  const hashes = refs.map((ref) => hash(`${parameter}=${ref}`))
  return sql`exists (select 1 from resource e where e.facility = ${ctx.facility} and e.type = ${typeNumber('Encounter')}
    and ${toPatient ? sql`e.patient = ${patient}` : sql`e.id = ${r}.record`}
    and e.ct_end >= ${since.getTime()} and (e.toks && ${hashes}::bigint[]) is true
    ${confirmed(asked, { type: 'Encounter', id: sql`e.id`, path: namedAt[parameter], refs: sql`${[...refs]}::text[]` })} offset 0)`
}

/** Something of the record, or of the patient, is addressed to the actor or the actor's department. */
function ofMember(
  asked: TieQuestion,
  type: 'Task' | 'ServiceRequest',
  parameter: keyof typeof namedAt,
  open: readonly string[],
) {
  const { ctx, who, r, patient, toPatient, since } = asked
  const refs = refsOf(who, 'both')
  if (refs.length === 0) return undefined
  const { hash } = indexPlan(ctx.facility, type)
  const hashes = refs.map((ref) => hash(`${parameter}=${ref}`))
  return sql`exists (select 1 from resource m where m.facility = ${ctx.facility} and m.type = ${typeNumber(type)}
    and ${toPatient ? sql`${patientOfRow(ctx, type, sql`m`)} = ${patient}` : sql`m.record = ${r}.record`}
    and (m.status = any(${[...open]}::text[]) or (m.status = 'completed' and m.recorded_at >= ${since}))
    and (m.toks && ${hashes}::bigint[]) is true
    ${confirmed(asked, { type, id: sql`m.id`, path: namedAt[parameter], refs: sql`${[...refs]}::text[]` })} offset 0)`
}

/** Where a resource names whom it ties. */
const namedAt = {
  participant: '$.participant[*].individual.reference',
  'service-provider': '$.serviceProvider.reference',
  owner: '$.owner.reference',
  performer: '$.performer[*].reference',
} as const

/** What names whom: a resource, and where in it. */
interface Naming {
  readonly type: 'Encounter' | 'Task' | 'ServiceRequest'
  readonly id: Sql
  readonly path: string
  readonly refs: Sql
}

const place: Naming = {
  type: 'Encounter',
  id: sql`p.encounter_id`,
  path: '$.location[*].location.reference',
  refs: sql`array['Location/' || p.location_id, 'Location/' || p.bed_id]`,
}

/** More of a condition where only ties count that others made. */
function confirmed(asked: TieQuestion, naming: Naming): Sql {
  if (!asked.byOthers) return sql``
  const sent = naming.type === 'Encounter' ? sql`or ${wasSent(asked, naming.id)}` : sql``
  return sql`and (${namedByOthers(asked, naming)} ${sent})`
}

/**
 * A version that somebody else wrote names one of the references: made it, or worked on it afterwards. What a machine
 * writes counts unless the actor had written before: it hands on what it finds.
 */
function namedByOthers({ ctx, who }: TieQuestion, { type, id, path, refs }: Naming): Sql {
  return sql`exists (select 1 from resource_version v
    cross join lateral (select convert_from(v.content, 'UTF8')::jsonb as j) t
    where v.facility = ${ctx.facility} and v.type = ${typeNumber(type)} and v.id = ${id} and v.kind <> 'd'
      and v.actor <> ${who.account} and (not (v.actor = 'system' or v.actor like 'client/%') or not exists (
        select 1 from resource_version w where w.facility = v.facility and w.type = v.type and w.id = v.id
          and w.version < v.version and w.actor = ${who.account}))
      and exists (select 1 from jsonb_path_query(t.j, ${path}::jsonpath) n where n #>> '{}' = any(${refs})) offset 0)`
}

/** Somebody else had asked the actor's department to take the patient: a transfer, or an admission. */
function wasSent(asked: TieQuestion, encounter: Sql): Sql {
  const { ctx, who } = asked
  const departments = refsOf(who, 'departments')
  const { hash } = indexPlan(ctx.facility, 'Task')
  const owners = departments.map((ref) => hash(`owner=${ref}`))
  const owner: Naming = {
    type: 'Task',
    id: sql`k.id`,
    path: namedAt.owner,
    refs: sql`${[...departments]}::text[]`,
  }
  return sql`exists (select 1 from stay_received a where a.facility = ${ctx.facility} and a.encounter_id = ${encounter}
      and a.to_department = any(${[...who.departments]}::text[]) and a.asked_account is distinct from ${who.account} offset 0)
    or exists (select 1 from resource k cross join lateral (select convert_from(k.content, 'UTF8')::jsonb as j) u
      where k.facility = ${ctx.facility} and k.type = ${typeNumber('Task')}
        and ${patientOfRow(ctx, 'Task', sql`k`)} = ${asked.patient}
        and k.status = 'completed' and (k.toks && ${owners}::bigint[]) is true
        and exists (select 1 from jsonb_path_query(u.j, '$.output[*].valueReference.reference') n
          where n #>> '{}' = 'Encounter/' || ${encounter})
        and ${namedByOthers(asked, owner)} offset 0)`
}

/** The patient is on the way to the actor's department. */
function transfer({ ctx, who, r, patient, toPatient, byOthers }: TieQuestion): Sql | undefined {
  if (who.departments.length === 0) return undefined
  return sql`exists (select 1 from stay_transfer t where t.facility = ${ctx.facility}
    and ${toPatient ? sql`t.patient_id = ${patient}` : sql`t.encounter_id = ${r}.record`}
    and t.to_department = any(${[...who.departments]}::text[])
    ${byOthers ? sql`and t.asked_account is distinct from ${who.account}` : sql``} offset 0)`
}

/** A request to read the record was granted to the actor's account (article 69), which nobody grants to oneself. */
function request({ ctx, who, r, patient, toPatient }: TieQuestion): Sql {
  return sql`exists (select 1 from record_request q where q.facility = ${ctx.facility} and q.account_id = ${who.account}
    and ${toPatient ? sql`q.patient_id = ${patient}` : sql`q.encounter_id = ${r}.record`}
    and q.decision = 'granted' and q.valid_until > ${ctx.now()} and q.withdrawn_at is null offset 0)`
}

/** An emergency access is one's own by its nature: it has its reason and its review. */
function opening({ ctx, who, r, patient, byOthers }: TieQuestion, kind: 'grant' | 'glass'): Sql {
  return sql`exists (select 1 from access_opening o where o.facility = ${ctx.facility} and o.patient_id = ${patient}
    and o.kind = ${kind} and (o.record is null or o.record = ${r}.record) and o.since <= ${ctx.now()}
    and o.until > ${ctx.now()} and o.ended_at is null
    ${byOthers && kind === 'grant' ? sql`and o.opened_by <> ${who.account}` : sql``}
    and (o.account = ${who.account} or o.department = any(${[...who.departments]}::text[])) offset 0)`
}
