import fc from 'fast-check'
import type { Condition, Policy, Test } from '#modules/access/domain/condition.ts'
import { tieKinds } from '#modules/access/domain/condition.ts'
import type { Actor } from '#platform/context.ts'

const some = <T>(list: readonly T[]) => fc.subarray([...list], { minLength: 1 })
const oneOf = <T>(list: readonly T[]) => fc.constantFrom(...list)

const tests: readonly fc.Arbitrary<Test>[] = [
  fc.record({
    type: some(['Patient', 'Encounter', 'Observation', 'Condition', 'Task', 'AllergyIntolerance', 'Consent']),
  }),
  fc.record({ label: some(['HIV', 'PSY']) }),
  fc.constant({ patientLabel: ['VIP'] }),
  fc.record({ record: some(['none', 'open', 'finished', 'completed', 'archived']) }),
  fc.record({ visit: some(['IMP', 'AMB']) }),
  fc.constant({ mine: true } as const),
  fc.record({ related: some(['own', 'colleague', 'household'] as const) }),
  fc.record({ consent: oneOf(['deny', 'permit'] as const) }),
  fc.record({ role: some(['doctor', 'nurse', 'office']) }),
  fc.record({ verb: some(['read', 'copy']) }),
  fc.record({ purpose: some(['TREAT', 'HRESCH']) }),
  fc.record({ kind: some(['person', 'patient']) }),
  fc.record({ hours: fc.constantFrom(['08:00', '18:00'] as const, ['20:00', '06:00'] as const) }),
]
const tie: fc.Arbitrary<Test> = fc.record(
  {
    tie: oneOf(tieKinds),
    to: oneOf(['record', 'patient'] as const),
    days: oneOf([0, 1, 30]),
    by: fc.constant('others' as const),
  },
  { requiredKeys: ['tie', 'to', 'days'] },
)
const test: fc.Arbitrary<Test> = fc.oneof(tie, ...tests)

const { condition } = fc.letrec<{ condition: Condition }>((again) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    test,
    fc.record({ all: fc.array(again('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(again('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: again('condition') }),
  ),
}))

const title = { vi: 'x', en: 'x' }
const policy = (at: number): fc.Arbitrary<Policy> =>
  fc.record({
    id: fc.constant(`r${at}`),
    effect: oneOf(['allow', 'allow', 'refuse'] as const),
    title: fc.constant(title),
    when: condition,
  })

/** Somebody, and rules; a last rule keeps most sets from refusing everything. */
export interface Given {
  readonly policies: readonly Policy[]
  readonly actor: Partial<Actor>
  readonly query: number
  readonly resource: number
  readonly advice: number
}

export const given: fc.Arbitrary<Given> = fc
  .record({
    rules: fc.tuple(policy(0), policy(1), policy(2), policy(3)),
    count: fc.integer({ min: 1, max: 4 }),
    wide: fc.boolean(),
    person: oneOf(['a', 'b', undefined]),
    account: oneOf(['acc-a', 'acc-b']),
    departments: fc.subarray(['NOI', 'NGOAI']),
    roles: some(['doctor', 'nurse', 'office']),
    patient: oneOf(['p0', 'p3', undefined]),
    query: fc.nat(10_000),
    resource: fc.nat(10_000),
    advice: fc.nat(100),
  })
  .map(({ rules, count, wide, person, account, departments, roles, patient, ...rest }) => ({
    ...rest,
    policies: [
      ...rules.slice(0, count),
      ...(wide ? [{ id: 'wide', effect: 'allow', title, when: { not: { label: ['HIV'] } } } as const] : []),
    ],
    actor: {
      id: account,
      userName: account,
      kind: patient === undefined ? ('person' as const) : ('patient' as const),
      departments,
      roles,
      permissions: new Set<string>(),
      ...(person === undefined ? {} : { practitionerId: `practitioner-${person}` }),
      ...(patient === undefined ? {} : { patientId: patient }),
    },
  }))
