import { type RawBuilder, sql } from 'kysely'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, typeNumber } from '#store/definitions.ts'
import type { Formula, ResourceTest, TieTest } from './domain/condition.ts'
import type { Profile } from './profile.ts'
import { patientOfRow } from './row-patient.ts'
import { tieSql } from './ties.ts'

type Sql = RawBuilder<unknown>

/** A row of table `resource` that holds a resource of a type. */
export interface RowAsked {
  readonly ctx: Context
  readonly who: Profile
  readonly type: string
  readonly r: Sql
}

/** A formula as a condition over a row: never null. */
export function formulaSql(row: RowAsked, formula: Formula): RawBuilder<boolean> {
  if (typeof formula === 'boolean') return formula ? sql<boolean>`true` : sql<boolean>`false`
  if ('all' in formula) return sql<boolean>`(${joined(row, formula.all, ' and ')})`
  if ('any' in formula) return sql<boolean>`(${joined(row, formula.any, ' or ')})`
  if ('not' in formula) return sql<boolean>`(not ${formulaSql(row, formula.not)})`
  return testSql(row, formula)
}

const joined = (row: RowAsked, parts: readonly Formula[], by: ' and ' | ' or ') =>
  sql.join(
    parts.map((part) => formulaSql(row, part)),
    sql.raw(by),
  )

/** One test as a condition over a row: the only place that says what the test means. */
export function testSql(row: RowAsked, test: ResourceTest): RawBuilder<boolean> {
  const meant = 'tie' in test ? tieSql(row, test) : meaningOf(row, test)
  return meant === undefined ? sql<boolean>`false` : sql<boolean>`coalesce(${meant}, false)`
}

function meaningOf(row: RowAsked, test: Exclude<ResourceTest, TieTest>): Sql {
  const { ctx, who, type, r } = row
  if ('label' in test) return labelled(row, test.label)
  if ('patientLabel' in test) return patientLabelled(row, test.patientLabel)
  if ('record' in test) return sql`${stateOf(row)} = any(${[...test.record]}::text[])`
  if ('visit' in test) return ofRoot(row, rootHas(ctx, 'class', test.visit))
  if ('mine' in test) return sql`${patientOfRow(ctx, type, r)} = any(${[...who.patients]}::text[])`
  if ('related' in test) return related(row, test.related)
  if ('consent' in test) return consented(row, test.consent)
  return sql`${test.type.includes(type)}::boolean`
}

const patientLabelled = ({ ctx, type, r }: RowAsked, labels: readonly string[]): Sql =>
  sql`exists (select 1 from resource p where p.facility = ${ctx.facility} and p.type = ${typeNumber('Patient')}
    and p.id = ${patientOfRow(ctx, type, r)} and ${carries(ctx, sql`p`, 'Patient', labels)} offset 0)`

const lower = (codes: readonly string[]) => codes.map((code) => code.toLowerCase())

function carries(ctx: Context, alias: Sql, type: string, labels: readonly string[]): Sql {
  const { hash } = indexPlan(ctx.facility, type)
  return sql`(${alias}.toks && ${lower(labels).map((code) => hash(`_security=${code}`))}::bigint[]) is true`
}

function labelled(row: RowAsked, labels: readonly string[]): Sql {
  return sql`(${carries(row.ctx, row.r, row.type, labels)} or ${ofRoot(row, carries(row.ctx, sql`e`, 'Encounter', labels))})`
}

function rootHas(ctx: Context, parameter: string, codes: readonly string[]): Sql {
  const { hash } = indexPlan(ctx.facility, 'Encounter')
  return sql`(e.toks && ${lower(codes).map((code) => hash(`${parameter}=${code}`))}::bigint[]) is true`
}

const ofRoot = ({ ctx, r }: RowAsked, condition: Sql): Sql =>
  sql`exists (select 1 from resource e where e.facility = ${ctx.facility} and e.type = ${typeNumber('Encounter')}
    and e.id = ${r}.record and ${condition} offset 0)`

const stateOf = ({ ctx, r }: RowAsked): Sql =>
  sql`coalesce((select coalesce(e.record_state, 'open') from resource e where e.facility = ${ctx.facility}
    and e.type = ${typeNumber('Encounter')} and e.id = ${r}.record offset 0), 'none')`

function related({ ctx, who, type, r }: RowAsked, kinds: readonly string[]): Sql {
  const own = kinds.filter((kind) => kind !== 'colleague')
  const parts = [
    ...(own.length > 0 ? [sql`(a.account = ${who.account} and a.kind = any(${own}::text[]))`] : []),
    ...(kinds.includes('colleague') ? [sql`(a.account <> ${who.account} and a.kind = 'own')`] : []),
  ]
  return sql`exists (select 1 from audit_relation a where a.facility = ${ctx.facility} and a.patient = ${patientOfRow(ctx, type, r)}
    and (${sql.join(parts, sql` or `)}) offset 0)`
}

/** A refusal names a role of the house by its code. */
const ofRole = ({ actor }: Context): Sql =>
  sql`or exists (select 1 from jsonb_path_query(t.j, '$.provision.actor[*].reference.identifier') i
    where i ->> 'system' = ${cs.staffRole} and i ->> 'value' = any(${[...actor.roles]}::text[]))`

/**
 * Consent is read from its text: a patient has few, and its search parameters do not tell permit from deny. One that lets
 * somebody in was written by somebody else.
 */
function consented({ ctx, who, type: of, r }: RowAsked, type: 'deny' | 'permit'): Sql {
  const named = [
    ...(who.person === undefined ? [] : [who.person]),
    ...who.departments.map((id) => `Organization/${id}`),
  ]
  return sql`exists (select 1 from resource c cross join lateral (select convert_from(c.content, 'UTF8')::jsonb as j) t
    where c.facility = ${ctx.facility} and c.type = ${typeNumber('Consent')} and c.patient = ${patientOfRow(ctx, of, r)}
      and c.status = 'active' and t.j #>> '{provision,type}' = ${type}
      and coalesce(left(t.j #>> '{provision,period,end}', 10), '9999') >= ${dayInVietnam(ctx.now())}
      and (t.j #> '{provision,actor}' is null or exists (select 1
        from jsonb_path_query(t.j, '$.provision.actor[*].reference.reference') v where v #>> '{}' = any(${named}::text[]))
        ${type === 'deny' ? ofRole(ctx) : sql``})
      ${
        type === 'deny'
          ? sql``
          : sql`and exists (select 1 from resource_version v where v.facility = ${ctx.facility} and v.type = c.type
              and v.id = c.id and v.kind <> 'd' and v.actor <> ${who.account})`
      }
    offset 0)`
}
