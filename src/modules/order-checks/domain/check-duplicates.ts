import type { Both, CheckAlert } from './alert.ts'
import { type Ingredient, type PatientFacts, type ProposedDrug, type Substances, wayOf } from './facts.ts'

export interface DuplicateClass {
  readonly code: string
  readonly name: Both
  readonly duplicate?: boolean
}

/** Names and classes as module prescriptions has them. */
export interface Classes extends Substances {
  classesOf(name: string): readonly DuplicateClass[]
  /** By what substances and classes are known. */
  readonly source: string
}

interface Taken {
  readonly name: string
  readonly ingredients: readonly Ingredient[]
  readonly routeCode: string
  readonly requestId?: string
}

function sharedSubstance(a: readonly Ingredient[], b: readonly Ingredient[], of: Substances): string | undefined {
  const others = new Set(b.map((one) => of.keyOf(one.name)))
  return a.find((one) => others.has(of.keyOf(one.name)))?.name
}

function sharedClass(a: readonly Ingredient[], b: readonly Ingredient[], of: Classes): DuplicateClass | undefined {
  const others = new Set(b.flatMap((one) => of.classesOf(one.name).map(({ code }) => code)))
  return a.flatMap((one) => of.classesOf(one.name)).find((one) => one.duplicate && others.has(one.code))
}

interface Shared {
  readonly substance?: string
  readonly of?: DuplicateClass
}

function alertOf(drug: ProposedDrug, other: Taken, of: Shared, { source }: Classes): CheckAlert {
  const same = of.substance !== undefined
  const shared = of.of?.name ?? { vi: of.substance ?? '', en: of.substance ?? '' }
  return {
    key: `duplicate:${same ? 'substance' : 'class'}:${drug.code}:${other.name}`,
    rule: same ? 'duplicate.substance' : 'duplicate.class',
    kind: 'duplicate',
    level: 'warning',
    overridable: true,
    lineId: drug.lineId,
    what: { vi: `Trùng: ${drug.name} và ${other.name}`, en: `Duplicate: ${drug.name} and ${other.name}` },
    why: same
      ? { vi: `Cùng hoạt chất ${shared.vi}`, en: `Both hold ${shared.en}` }
      : { vi: `Cùng thuộc ${shared.vi}`, en: `Both are ${shared.en}` },
    todo: { vi: 'Bỏ một thuốc, hoặc ngừng y lệnh cũ', en: 'Leave one out, or stop the earlier order' },
    source,
    confidence: 'S',
    ...(other.requestId ? { cause: `MedicationRequest/${other.requestId}` } : {}),
  }
}

/** The same substance or class twice: in this act, or with what the patient has. Skin and eye drugs stand apart. */
export function checkDuplicates(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  classes: Classes,
): CheckAlert[] {
  return drugs.flatMap((drug, at) =>
    [...drugs.slice(0, at), ...facts.current].flatMap((other: Taken): CheckAlert[] => {
      if ((wayOf(drug.routeCode) === 'local') !== (wayOf(other.routeCode) === 'local')) return []
      const substance = sharedSubstance(drug.ingredients, other.ingredients, classes)
      if (substance !== undefined) return [alertOf(drug, other, { substance }, classes)]
      const of = sharedClass(drug.ingredients, other.ingredients, classes)
      return of ? [alertOf(drug, other, { of }, classes)] : []
    }),
  )
}
