import type { Key } from '#fhir/sdc/types.ts'
import { leftIn } from '#web/kit/form/index.ts'
import type { OpenFill } from './use-fill.ts'

export interface Counts {
  /** Required places without an answer, in the order of the form. */
  readonly missing: readonly Key[]
  /** How many of them in a part. */
  readonly bySection: ReadonlyMap<string, number>
  readonly issues: number
}

/** Required places without an answer at this moment, in the order of the form. */
export function missingNow({ sections, store }: OpenFill): readonly Key[] {
  return sections.flatMap((section) => leftIn(section.items, store).missing)
}

/** What is still to be answered, in all and by part. */
export function useCounts({ sections, store, view }: OpenFill): Counts {
  if (!view.editable) return { missing: [], bySection: new Map(), issues: 0 }
  const bySection = new Map<string, number>()
  const missing: Key[] = []
  for (const section of sections) {
    const left = leftIn(section.items, store)
    bySection.set(section.key, left.missing.length)
    missing.push(...left.missing)
  }
  return { missing, bySection, issues: store.allIssues.length }
}
