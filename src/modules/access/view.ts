import { type RawBuilder, sql } from 'kysely'
import type { AccessView, Asked, KnownOfRows, Verb } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { typeNumber } from '#store/definitions.ts'
import type { Policy, RequestFacts, ResourceTest } from './domain/condition.ts'
import type { Facts } from './domain/decision.ts'
import {
  foldTests,
  formulaOf,
  isOfPatient,
  keyOf,
  ofType,
  type Rules,
  rulesFor,
  testsOf,
  truth,
} from './domain/fold.ts'
import { accessErrors } from './errors.ts'
import { knownPurposes, policiesOn } from './policies.ts'
import { type Profile, profileOf } from './profile.ts'
import { refused } from './refused.ts'
import { isOfCompartment, patientOfRow } from './row-patient.ts'
import { formulaSql, testSql } from './tests-of-rows.ts'

/** What the tests of one resource say, and whether it belongs to a record and a patient. */
export interface Known {
  readonly facts: Facts
  readonly patient: string | undefined
  readonly record: string | undefined
  /** State of the record; `none` without one. */
  readonly state: string
  /** End of the visit, ms since 1970. */
  readonly ends: number
}

interface RowFound {
  readonly id: string
  readonly patient: string | null
  readonly record: string | null
  readonly state: string
  readonly ends: number | null
}

/** The policies as they stand for one actor, purpose and moment. */
export class PolicyView implements AccessView {
  readonly purpose: string
  readonly #policies: readonly Policy[]
  readonly #rules = new Map<string, Rules>()
  readonly #patients = new Map<string, Promise<Facts | undefined>>()
  #profile: Promise<Profile> | undefined

  constructor(purpose: string, policies: readonly Policy[]) {
    this.purpose = purpose
    this.#policies = policies
  }

  /** Who the actor is to patients; read once. */
  profile(ctx: Context): Promise<Profile> {
    this.#profile ??= profileOf(ctx)
    return this.#profile
  }

  rules(ctx: Context, verb: Verb, instead: Partial<RequestFacts> = {}): Rules {
    const key = JSON.stringify([verb, instead])
    const before = this.#rules.get(key)
    if (before) return before
    const made = rulesFor(this.#policies, { ...requestFacts(ctx, verb, this.purpose), ...instead })
    this.#rules.set(key, made)
    return made
  }

  async where(
    ctx: Context,
    type: string,
    r: RawBuilder<unknown>,
    { as, patient }: KnownOfRows = {},
  ): Promise<RawBuilder<boolean> | undefined> {
    const whole = ofType(formulaOf(this.rules(ctx, 'read')), as ?? type)
    const known = patient !== undefined && isOfCompartment(type) ? await this.#ofPatient(ctx, patient) : undefined
    const formula = known ? foldTests(whole, (test) => known.get(keyOf(test))) : whole
    if (formula === true) return undefined
    return formulaSql({ ctx, who: await this.profile(ctx), type, r }, formula)
  }

  /**
   * What the tests that are about the patient alone say, asked once for all searches that wait for it at one time: worked
   * out before a search, they leave a few of some thirty conditions to it. Undefined of a patient that is not stored.
   */
  #ofPatient(ctx: Context, patient: string): Promise<Facts | undefined> {
    const waiting = this.#patients.get(patient)
    if (waiting) return waiting
    const tests = [...testsOf(formulaOf(this.rules(ctx, 'read'))).values()].filter(isOfPatient)
    const asked = this.known(ctx, [{ type: 'Patient', id: patient }], tests)
      .then((found) => found.get(patient)?.facts)
      .finally(() => this.#patients.delete(patient))
    this.#patients.set(patient, asked)
    return asked
  }

  async permitted(ctx: Context, asked: readonly Asked[], verb: Verb = 'read'): Promise<readonly boolean[]> {
    const formula = formulaOf(this.rules(ctx, verb))
    const types = [...new Set(asked.map(kindOf))]
    const truths = new Map<string, boolean>()
    for (const kind of types) {
      const mine = asked.filter((one) => kindOf(one) === kind)
      const [first] = mine
      if (!first) continue
      const folded = ofType(formula, first.as ?? first.type)
      const known = await this.known(ctx, mine, [...testsOf(folded).values()])
      for (const one of mine) {
        const found = known.get(one.id)
        const of = (test: ResourceTest) => found?.facts.get(keyOf(test)) ?? false
        truths.set(`${kind} ${one.id}`, found !== undefined && truth(folded, of))
      }
    }
    return asked.map((one) => truths.get(`${kindOf(one)} ${one.id}`) ?? false)
  }

  async refuse(ctx: Context, asked: Asked, verb: Verb = 'read'): Promise<never> {
    throw await refused(ctx, this, asked, verb)
  }

  /** The truth of tests for resources of one type, by their ids; those that are not stored are absent. */
  async known(ctx: Context, asked: readonly Asked[], tests: readonly ResourceTest[]): Promise<Map<string, Known>> {
    const [first] = asked
    if (!first) return new Map()
    const row = { ctx, who: await this.profile(ctx), type: first.type, r: sql`r` }
    const columns = tests.map((test, at) => sql`, ${testSql(row, test)} as ${sql.raw(`t${at}`)}`)
    const { rows } = await sql<RowFound & Readonly<Record<`t${number}`, boolean>>>`
      select r.id, ${patientOfRow(ctx, first.type, sql`r`)} as patient, r.record, coalesce(e.record_state, case when e.id is null then 'none' else 'open' end) as state,
        e.ct_end::float8 as ends ${columns.length === 0 ? sql`` : sql.join(columns, sql``)}
      from resource r
      left join resource e on e.facility = ${ctx.facility} and e.type = ${typeNumber('Encounter')} and e.id = r.record
      where r.facility = ${ctx.facility} and r.type = ${typeNumber(first.type)}
        and r.id = any(${asked.map(({ id }) => id)}::text[])`.execute(ctx.db)
    return new Map(
      rows.map((found) => [
        found.id,
        {
          facts: new Map(tests.map((test, at) => [keyOf(test), found[`t${at}`] ?? false])),
          patient: found.patient ?? undefined,
          record: found.record ?? undefined,
          state: found.state,
          ends: found.ends ?? 0,
        },
      ]),
    )
  }
}

const kindOf = ({ type, as }: Asked) => `${type} ${as ?? ''}`

export function requestFacts(
  { actor, now }: Pick<Context, 'actor' | 'now'>,
  verb: Verb,
  purpose: string,
): RequestFacts {
  const { kind, roles, userName } = actor
  const minute = Math.floor(((now().getTime() + 7 * 3_600_000) % 86_400_000) / 60_000)
  return { kind, roles, userName, verb, purpose, minute }
}

const wholeByRoles = new Map<string, boolean>()

/** Whether the rules let the actor see everything, whatever it is: asked before each plain request of a machine. */
export function seesAll(ctx: Pick<Context, 'actor' | 'now'>, purpose = 'TREAT'): boolean {
  const { actor } = ctx
  if (can(actor, '*')) return true
  const set = policiesOn(ctx.now())
  const facts = requestFacts(ctx, 'read', purpose)
  const key = [facts.kind, facts.minute, facts.userName, purpose, ...actor.roles, set.policies.length].join(' ')
  const before = wholeByRoles.get(key)
  if (before !== undefined) return before
  if (wholeByRoles.size > 1000) wholeByRoles.clear()
  const whole = formulaOf(rulesFor(set.policies, facts)) === true
  wholeByRoles.set(key, whole)
  return whole
}

/** The rules for the actor as they are told to people, also to one who may see everything. */
export function viewFor(ctx: Context): PolicyView {
  return new PolicyView('TREAT', policiesOn(ctx.now()).policies)
}

/** The context of a request with what its actor may see. */
export function withAccess(ctx: Context, purpose = 'TREAT'): Context {
  if (!knownPurposes.includes(purpose)) throw accessErrors.unknownPurpose({ purpose: purpose.slice(0, 40) })
  if (seesAll(ctx, purpose)) return ctx
  return { ...ctx, access: new PolicyView(purpose, policiesOn(ctx.now()).policies) }
}
