import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'

const folder = new URL('../../../../data/deidentify/', import.meta.url)

/**
 * keep: as it is. drop: it stays here. hash: the name of a resource under a key of this one export. shift: the date moves by
 * as many days as all others of the patient. short: a number of few digits. listed: a code that a published or imported
 * list holds. walk: its elements, each by its own line.
 */
const Action = Type.Union(
  ['keep', 'drop', 'hash', 'shift', 'short', 'listed', 'walk'].map((one) => Type.Literal(one as 'keep')),
)

const Rules = Type.Object({
  name: Type.String(),
  validFrom: Type.String(),
  title: Type.Object({ vi: Type.String(), en: Type.String() }),
  source: Type.String({ minLength: 20 }),
  /** Patients that no one is to be told apart from. */
  k: Type.Integer({ minimum: 2 }),
  mostShiftDays: Type.Integer({ minimum: 30, maximum: 364 }),
  mostDigits: Type.Integer({ minimum: 3, maximum: 8 }),
  /** From this age on a year of birth is not told. */
  oldestAge: Type.Integer({ minimum: 60 }),
  /** UCUM units that an age is told in: with a date, it tells the year of birth. */
  unitsOfAge: Type.Array(Type.String()),
  types: Type.Array(Type.String()),
  /** `Patient.birthDate`: before the line of its data type. */
  elements: Type.Record(Type.String(), Action),
  datatypes: Type.Record(Type.String(), Action),
  /** Code systems whose codes may leave when they have this form. */
  systems: Type.Record(Type.String(), Type.String()),
})

export type DeidentifyRules = Static<typeof Rules>
export type DeidentifyAction = 'keep' | 'drop' | 'hash' | 'shift' | 'short' | 'listed' | 'walk'

export function readDeidentifyRules(name: string): DeidentifyRules {
  return Value.Parse(Rules, JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')))
}
