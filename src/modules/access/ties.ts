import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { indexPlan, typeNumber } from '#store/definitions.ts'
import type { TieKind, TieTest } from './domain/condition.ts'
import type { Profile } from './profile.ts'

type Sql = RawBuilder<unknown>

/** What a tie is looked for with: whose, over which row, and since when one that ended still counts. */
export interface TieQuestion {
  readonly ctx: Context
  readonly who: Profile
  /** Alias of the row. */
  readonly r: Sql
  readonly toPatient: boolean
  readonly since: Date
}

const day = 86_400_000

/** The condition that the actor is tied to the record or patient of a row; undefined when the actor can not be. */
export function tieSql(ctx: Context, who: Profile, r: Sql, test: TieTest): Sql | undefined {
  const since = new Date(ctx.now().getTime() - (test.days ?? 0) * day)
  return ties[test.tie]({ ctx, who, r, toPatient: test.to === 'patient', since })
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
  const { ctx, who, r, toPatient, since } = asked
  if (who.departments.length === 0) return undefined
  return any([
    ofEncounter(asked, 'service-provider', refsOf(who, 'departments')),
    sql`exists (select 1 from stay_place p where p.facility = ${ctx.facility}
      and ${toPatient ? sql`p.patient_id = ${r}.patient` : sql`p.encounter_id = ${r}.record`}
      and p.department = any(${[...who.departments]}::text[]) and coalesce(upper(p.during), 'infinity') >= ${since} offset 0)`,
  ])
}

/** The root Encounter, or any of the patient, names one of the references and has not ended before. */
function ofEncounter({ ctx, r, toPatient, since }: TieQuestion, parameter: string, refs: readonly string[]) {
  if (refs.length === 0) return undefined
  const { hash } = indexPlan(ctx.facility, 'Encounter')
  const hashes = refs.map((ref) => hash(`${parameter}=${ref}`))
  return sql`exists (select 1 from resource e where e.facility = ${ctx.facility} and e.type = ${typeNumber('Encounter')}
    and ${toPatient ? sql`e.patient = ${r}.patient` : sql`e.id = ${r}.record`}
    and e.ct_end >= ${since.getTime()} and (e.toks && ${hashes}::bigint[]) is true offset 0)`
}

/** Something of the record, or of the patient, is addressed to the actor or the actor's department. */
function ofMember(
  { ctx, who, r, toPatient, since }: TieQuestion,
  type: string,
  parameter: string,
  open: readonly string[],
) {
  const refs = refsOf(who, 'both')
  if (refs.length === 0) return undefined
  const { hash } = indexPlan(ctx.facility, type)
  const hashes = refs.map((ref) => hash(`${parameter}=${ref}`))
  return sql`exists (select 1 from resource m where m.facility = ${ctx.facility} and m.type = ${typeNumber(type)}
    and ${toPatient ? sql`m.patient = ${r}.patient` : sql`m.record = ${r}.record`}
    and (m.status = any(${[...open]}::text[]) or (m.status = 'completed' and m.recorded_at >= ${since}))
    and (m.toks && ${hashes}::bigint[]) is true offset 0)`
}

/** The patient is on the way to the actor's department. */
function transfer({ ctx, who, r, toPatient }: TieQuestion): Sql | undefined {
  if (who.departments.length === 0) return undefined
  return sql`exists (select 1 from stay_transfer t where t.facility = ${ctx.facility}
    and ${toPatient ? sql`t.patient_id = ${r}.patient` : sql`t.encounter_id = ${r}.record`}
    and t.to_department = any(${[...who.departments]}::text[]) offset 0)`
}

/** A request to read the record was granted to the actor's account (article 69). */
function request({ ctx, who, r, toPatient }: TieQuestion): Sql {
  return sql`exists (select 1 from record_request q where q.facility = ${ctx.facility} and q.account_id = ${who.account}
    and ${toPatient ? sql`q.patient_id = ${r}.patient` : sql`q.encounter_id = ${r}.record`}
    and q.decision = 'granted' and q.valid_until > ${ctx.now()} and q.withdrawn_at is null offset 0)`
}

function opening({ ctx, who, r }: TieQuestion, kind: 'grant' | 'glass'): Sql {
  return sql`exists (select 1 from access_opening o where o.facility = ${ctx.facility} and o.patient_id = ${r}.patient
    and o.kind = ${kind} and (o.record is null or o.record = ${r}.record) and o.since <= ${ctx.now()}
    and o.until > ${ctx.now()} and o.ended_at is null
    and (o.account = ${who.account} or o.department = any(${[...who.departments]}::text[])) offset 0)`
}
