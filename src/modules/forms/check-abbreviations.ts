import { answerValue, type Filling, type Problem, readKey } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { unexplained } from './domain/unexplained.ts'
import { listPhrases } from './phrases.ts'

const textTypes = new Set(['string', 'text', 'open-choice'])

/** What people read at home is written out: abbreviations of the hospital's list are refused where nothing explains them. */
export async function checkAbbreviations(
  ctx: Context,
  edition: FormEdition,
  filling: Filling,
): Promise<readonly Problem[]> {
  if (!edition.toPatient) return []
  const list = (await listPhrases(ctx)).filter(({ abbreviation, scope }) => abbreviation && scope === 'facility')
  return filling.keys().flatMap((path) => {
    const { linkId } = readKey(path)
    const item = filling.form.byLinkId.get(linkId)
    if (!item || !textTypes.has(item.type)) return []
    const text = filling
      .answers(path)
      .map(answerValue)
      .filter((value) => typeof value === 'string')
      .join('\n')
    return unexplained(text, list).map(({ short, text: meaning }): Problem => {
      const details = { label: item.raw.text ?? linkId, short, meaning }
      return { linkId, path, code: 'abbreviation', severity: 'error', details }
    })
  })
}
