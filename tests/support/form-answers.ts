import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes'
import { extensionOf, sdcUrl } from '#fhir/sdc/index.ts'
import { sampleDrawing } from './drawings.ts'

export interface Generated {
  readonly response: QuestionnaireResponse
  /** Words that must be found on the paper, each unique. */
  readonly words: readonly string[]
}

export interface HowMuch {
  /** Sentences of a long text. */
  readonly sentences: number
  /** Rows of a repeating group. */
  readonly rows: number
  /** Short texts are as long as long ones. */
  readonly everywhere?: boolean
  /** Stands in every text, to be printed as it is. */
  readonly hostile?: string
}

const hidden = (item: QuestionnaireItem) =>
  item.extension?.some(
    (one) =>
      (one.url === sdcUrl.hidden && one.valueBoolean === true) ||
      (one.url === sdcUrl.print && one.valueCode === 'none'),
  ) ?? false

const fixed: Readonly<Record<string, QuestionnaireResponseItemAnswer>> = {
  boolean: { valueBoolean: true },
  date: { valueDate: '2026-02-28' },
  dateTime: { valueDateTime: '2026-11-20T23:59:00+07:00' },
  time: { valueTime: '08:05:00' },
}

/** One grey dot. */
const photo = {
  contentType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
}

/** Answers that are named, not written. */
const others: Readonly<Record<string, (name: string) => QuestionnaireResponseItemAnswer>> = {
  reference: (display) => ({ valueReference: { display } }),
  attachment: (title) => ({ valueAttachment: { ...photo, title } }),
}

/** Answers to every printed question, texts with words that stand nowhere else. */
export function generateAnswers(questionnaire: Questionnaire, much: HowMuch): Generated {
  const words: string[] = []
  let serial = 0
  const word = (): string => {
    const made = `tq${(++serial).toString(36)}z`
    words.push(made)
    return made
  }
  const hostile = much.hostile ? ` ${much.hostile}` : ''
  const text = (item: QuestionnaireItem): QuestionnaireResponseItemAnswer => {
    if (item.type !== 'text' && !much.everywhere) return { valueString: `${word()}${hostile}` }
    const sentences = Array.from(
      { length: much.sentences },
      () => `Diễn biến ${word()} ổn, ăn ngủ được, da niêm mạc hồng.`,
    )
    return { valueString: `${sentences.join(' ')}${hostile}` }
  }
  const chosen = (item: QuestionnaireItem): QuestionnaireResponseItemAnswer => {
    const option = item.answerOption?.at(-1)
    if (option?.valueCoding) return { valueCoding: option.valueCoding }
    if (option?.valueString !== undefined) return { valueString: option.valueString }
    if (item.answerOption) return { valueInteger: option?.valueInteger ?? 0 }
    const code = `K${(++serial).toString(36).toUpperCase().slice(0, 3)}`
    const alone = /^mã(\s|$)/iu.test(item.text ?? '')
    if (alone) words.push(code)
    return { valueCoding: { code, display: alone ? code : word() } }
  }
  const answer = (item: QuestionnaireItem): QuestionnaireResponseItemAnswer => {
    const known = fixed[item.type ?? '']
    if (known) return known
    if (item.type === 'choice' || item.type === 'open-choice') return chosen(item)
    const number = 700_000 + ++serial
    if (item.type === 'integer' || item.type === 'decimal') {
      words.push(String(number))
      return item.type === 'integer' ? { valueInteger: number } : { valueDecimal: number }
    }
    const named = others[item.type ?? '']
    return named ? named(`${word()}${hostile}`) : text(item)
  }
  const fill = (items: readonly QuestionnaireItem[] | undefined): QuestionnaireResponseItem[] =>
    (items ?? []).flatMap((item): QuestionnaireResponseItem[] => {
      if (hidden(item) || item.type === 'display') return []
      // The form prints its code by itself.
      if (item.linkId === 'head.formCode') return []
      const { linkId = '' } = item
      if (item.type === 'group') return grouped(item, linkId)
      return [{ linkId, answer: [{ ...answer(item), ...below(item) }] }]
    })
  const grouped = (item: QuestionnaireItem, linkId: string): QuestionnaireResponseItem[] => {
    const kind = extensionOf(item, sdcUrl.drawing)?.valueCode
    if (kind !== undefined) return [{ linkId, item: drawn(linkId, kind) }]
    return Array.from({ length: item.repeats ? much.rows : 1 }, () => ({ linkId, item: fill(item.item) }))
  }
  const drawn = (linkId: string, kind: string): QuestionnaireResponseItem[] => {
    const { data, picture } = sampleDrawing(kind, `${word()}${hostile}`.slice(0, 190), word())
    const attachment = { contentType: 'image/svg+xml', data: picture }
    return [
      { linkId: `${linkId}.data`, answer: [{ valueString: data }] },
      { linkId: `${linkId}.picture`, answer: [{ valueAttachment: attachment }] },
    ]
  }
  const below = (item: QuestionnaireItem) => (item.item ? { item: fill(item.item) } : {})
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    authored: '2026-11-22T10:42:00+07:00',
    item: fill(questionnaire.item),
  }
  return { response, words }
}
