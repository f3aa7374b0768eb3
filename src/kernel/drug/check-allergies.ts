import type { Drug } from './drug.ts'
import type { DrugClass, SubstanceIndex } from './substance.ts'

/** An allergy of the patient, reduced to what decides. */
export interface KnownAllergy {
  readonly id: string
  readonly text: string
  /** Ingredient names or codes it is coded with. */
  readonly substances: readonly string[]
  readonly severe: boolean
  /** Intolerance (nausea, headache) and not an allergy. */
  readonly intolerance: boolean
}

export type Relation = 'same' | 'class' | 'cross'

/** A row of data/rules/prescriptions/allergy-levels.json. */
export interface AllergyLevel {
  readonly relation: Relation
  readonly reaction: 'severe' | 'allergy' | 'intolerance'
  readonly level: 'note' | 'warning' | 'stop'
  readonly overridable: boolean
}

/** A drug that meets an allergy. */
export interface AllergyMet {
  readonly key: string
  readonly kind: 'allergy'
  readonly level: AllergyLevel['level']
  readonly overridable: boolean
  readonly lineId: string
  /** `allergy.same`, `allergy.class`, `allergy.cross`. */
  readonly reason: `allergy.${Relation}`
  readonly values: { readonly allergy: string; readonly drug: string }
  readonly cause: string
}

interface Sensitivity {
  readonly allergy: KnownAllergy
  readonly substances: ReadonlySet<string>
  readonly classes: readonly DrugClass[]
  /** The allergy names a whole class and not one of its substances. */
  readonly named: ReadonlySet<string>
}

function sensitivity(allergy: KnownAllergy, index: SubstanceIndex): Sensitivity {
  const words = index.namedIn([allergy.text, ...allergy.substances].join(' , '))
  const substances = new Set([...allergy.substances.map(index.keyOf), ...words.substances])
  const classes = [...words.classes, ...[...substances].flatMap((one) => index.classesOf(one))]
  return {
    allergy,
    substances,
    classes: [...new Set(classes)],
    named: new Set(words.classes.map((one) => one.code)),
  }
}

/** How close a drug's substance is to what the patient reacts to; the closest relation wins. */
function relationOf(substance: string, to: Sensitivity, index: SubstanceIndex): Relation | undefined {
  if (to.substances.has(index.keyOf(substance))) return 'same'
  const classes = index.classesOf(substance)
  if (classes.some((one) => to.named.has(one.code))) return 'same'
  if (classes.some((one) => to.classes.includes(one))) return 'class'
  const reached = to.classes.flatMap((one) => index.crossFrom(one.code)).map((one) => one.to)
  return classes.some((one) => reached.includes(one.code)) ? 'cross' : undefined
}

const order: readonly Relation[] = ['same', 'class', 'cross']

function closest(relations: readonly (Relation | undefined)[]): Relation | undefined {
  return order.find((one) => relations.includes(one))
}

/** Compares every line with every allergy: the same substance, its class, a class known to cross-react. */
export function checkAllergies(
  lines: readonly { readonly id: string; readonly drug: Pick<Drug, 'code' | 'ingredients'> }[],
  allergies: readonly KnownAllergy[],
  index: SubstanceIndex,
  levels: readonly AllergyLevel[],
): AllergyMet[] {
  const known = allergies.map((one) => sensitivity(one, index))
  return lines.flatMap((line) =>
    known.flatMap((one): AllergyMet[] => {
      const relation = closest(line.drug.ingredients.map(({ name }) => relationOf(name, one, index)))
      if (!relation) return []
      const { allergy } = one
      const reaction = allergy.severe ? 'severe' : allergy.intolerance ? 'intolerance' : 'allergy'
      const row = levels.find((level) => level.relation === relation && level.reaction === reaction)
      return [
        {
          key: `allergy:${allergy.id}:${line.drug.code}`,
          kind: 'allergy',
          level: row?.level ?? 'stop',
          overridable: row?.overridable ?? false,
          lineId: line.id,
          reason: `allergy.${relation}`,
          values: { allergy: allergy.text, drug: line.drug.ingredients.map(({ name }) => name).join(' + ') },
          cause: `AllergyIntolerance/${allergy.id}`,
        },
      ]
    }),
  )
}
