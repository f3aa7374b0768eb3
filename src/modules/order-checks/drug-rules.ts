import { readFileSync } from 'node:fs'
import { formatDay } from '#kernel/civil-date.ts'
import type { AllergyLevel } from '#kernel/drug/check-allergies.ts'
import { indexSubstances, type SubstanceIndex, type SubstanceRules } from '#kernel/drug/substance.ts'

export interface DrugRules {
  readonly substances: SubstanceIndex
  readonly allergyLevels: readonly AllergyLevel[]
  /** The substances with what an alert about two of a kind names as its source. */
  readonly classes: SubstanceIndex & { readonly source: string }
  /** What an alert about an allergy names as its source. */
  readonly allergySource: string
}

interface Title {
  readonly title: string
  readonly validFrom: string
}

const file = (name: string) =>
  readFileSync(new URL(`../../../data/rules/prescriptions/${name}`, import.meta.url), 'utf8')

const named = ({ title, validFrom }: Title) => `${title} (${formatDay(validFrom)})`

function readRules(): DrugRules {
  const titles = JSON.parse(file('titles.json')) as Readonly<Record<'allergies' | 'duplicates', Title>>
  const substances = indexSubstances(JSON.parse(file('drug-classes.json')) as SubstanceRules)
  return {
    allergyLevels: JSON.parse(file('allergy-levels.json')) as AllergyLevel[],
    substances,
    classes: { ...substances, source: named(titles.duplicates) },
    allergySource: named(titles.allergies),
  }
}

let read: DrugRules | undefined

/** Names of substances, their classes, and what an allergy to them means; read at the first use and kept. */
export function drugRules(): DrugRules {
  read ??= readRules()
  return read
}
