import { answersFrom } from './answers.ts'
import type { Form } from './compile-form.ts'
import { extensionOf, sdcUrl } from './extensions.ts'
import { observedAnswers } from './observed.ts'
import { from } from './populate.ts'
import type { Answer, FormItem, PopulationSources } from './types.ts'

/**
 * Questions in rows that begin with the newest score of the stay. What was measured on the patient is not among them: a
 * row that is added later is about another moment.
 */
export const scoresInRows = (form: Form): readonly FormItem[] =>
  [...form.byLinkId.values()].filter(
    ({ raw, rowGroups }) =>
      rowGroups.length > 0 &&
      extensionOf(raw, sdcUrl.observationLinkPeriod) !== undefined &&
      extensionOf(raw, sdcUrl.factScope)?.valueCode === 'record',
  )

/** What such questions are answered with in a row that is added now, by linkId. */
export function newestInRows(form: Form, sources: PopulationSources): Record<string, Answer[]> {
  const found: Record<string, Answer[]> = {}
  for (const item of scoresInRows(form)) {
    const observed = observedAnswers(item, sources)
    if (observed) found[item.linkId] = [...from(answersFrom(item, [observed.value]), observed.source)]
  }
  return found
}
