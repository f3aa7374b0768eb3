import type {
  Coding,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes'
import { decimal, lexemeOf } from '#fhir/decimal.ts'
import { sdcUrl } from '#fhir/sdc/index.ts'

export type Item = QuestionnaireResponseItem
type Answer = QuestionnaireResponseItemAnswer

/** Makes items of a sheet, each answer with the resource it was taken from. */
export interface SheetWriter {
  readonly repeats: ReadonlySet<string>
  item(linkId: string, value: unknown, source?: string): Item[]
  choices(linkId: string, codes: readonly string[], source?: string): Item[]
  group(linkId: string, ...items: readonly (readonly Item[])[]): Item[]
}

function every(items: readonly QuestionnaireItem[] = []): readonly QuestionnaireItem[] {
  return items.flatMap((one) => [one, ...every(one.item)])
}

const withSource = (answer: Answer, source: string | undefined): Answer =>
  source ? { extension: [{ url: sdcUrl.filledFrom, valueReference: { reference: source } }], ...answer } : answer

function answerOf(type: QuestionnaireItem['type'], value: unknown): Answer | undefined {
  const text = typeof value === 'string' ? value.trim() : (lexemeOf(value) ?? '')
  if (text === '') return undefined
  if (type === 'integer') return { valueInteger: Math.round(Number(text)) }
  if (type === 'decimal') return { valueDecimal: decimal(text) }
  if (type === 'time') return { valueTime: text }
  if (type === 'date') return { valueDate: text }
  if (type === 'dateTime') return { valueDateTime: text }
  return { valueString: text }
}

/** A writer for one form; what the form does not ask, or asks otherwise, is left out. */
export function sheetWriter(questionnaire: Questionnaire): SheetWriter {
  const known = new Map(every(questionnaire.item).map((one) => [one.linkId, one]))
  const optionOf = (linkId: string, code: string): Coding | undefined => {
    const found = known
      .get(linkId)
      ?.answerOption?.find(({ valueCoding }) => valueCoding?.code === code)?.valueCoding
    return (
      found && {
        code,
        ...(found.system ? { system: found.system } : {}),
        ...(found.display ? { display: found.display } : {}),
      }
    )
  }
  return {
    repeats: new Set(
      [...known.values()].filter(({ type, repeats }) => type === 'group' && repeats).map(({ linkId }) => linkId),
    ),
    item(linkId, value, source) {
      const type = known.get(linkId)?.type
      const answer = type && answerOf(type, value)
      return answer ? [{ linkId, answer: [withSource(answer, source)] }] : []
    },
    choices(linkId, codes, source) {
      const answer = codes.flatMap((code) => {
        const valueCoding = optionOf(linkId, code)
        return valueCoding ? [withSource({ valueCoding }, source)] : []
      })
      return answer.length > 0 ? [{ linkId, answer }] : []
    },
    group(linkId, ...items) {
      const item = items.flat()
      return item.length > 0 && known.has(linkId) ? [{ linkId, item }] : []
    },
  }
}
