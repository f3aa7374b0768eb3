import type { Extension, QuestionnaireItem, QuestionnaireItemAnswerOption } from '@medplum/fhirtypes'
import { extensionOf, sdcUrl, translated } from '#fhir/sdc/extensions.ts'

/** Kinds that the workshop offers; forms may hold others, which it leaves as they are. */
export const itemKinds = [
  'group',
  'display',
  'string',
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'dateTime',
  'time',
  'choice',
  'open-choice',
  'attachment',
] as const

/** What the workshop lets one say of an item. */
export interface ItemWords {
  readonly vi: string
  readonly en: string
  readonly prefix: string
  readonly unit: string
  /** One a line: `1. Có`. */
  readonly options: string
}

type WithText = QuestionnaireItem & { readonly _text?: { readonly extension?: Extension[] } }

function optionLine({ valueCoding, valueString }: QuestionnaireItemAnswerOption): string {
  if (!valueCoding) return valueString ?? ''
  const { code = '', display = '' } = valueCoding
  return /^[\w-]{1,12}$/.test(code) ? `${code}. ${display}` : display
}

export function wordsOfItem(item: QuestionnaireItem): ItemWords {
  return {
    vi: item.text ?? '',
    en: translated((item as WithText)._text, 'en') ?? '',
    prefix: item.prefix ?? '',
    unit: extensionOf(item, sdcUrl.unit)?.valueCoding?.display ?? '',
    options: (item.answerOption ?? []).map(optionLine).join('\n'),
  }
}

/** `1. Có` is code 1 with the words Có; a line without a code is numbered by its place. */
export function optionsFrom(text: string): QuestionnaireItemAnswerOption[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return lines.map((line, at) => {
    const [, code = String(at + 1), display = line] = /^([\w-]{1,12})[.)]\s+(.+)$/.exec(line) ?? []
    return { valueCoding: { code, display } }
  })
}

function translationOf(en: string): Extension {
  return {
    url: sdcUrl.translation,
    extension: [
      { url: 'lang', valueCode: 'en' },
      { url: 'content', valueString: en },
    ],
  }
}

function withText(item: QuestionnaireItem, vi: string, en: string): QuestionnaireItem {
  const { text: _was, _text, ...rest } = item as WithText
  const others = (_text?.extension ?? []).filter((one) => one.url !== sdcUrl.translation)
  const extension = en ? [...others, translationOf(en)] : others
  return { ...rest, ...(vi ? { text: vi } : {}), ...(extension.length > 0 ? { _text: { extension } } : {}) }
}

function withUnit(item: QuestionnaireItem, unit: string): QuestionnaireItem {
  const before = extensionOf(item, sdcUrl.unit)?.valueCoding
  if ((before?.display ?? '') === unit) return item
  const others = (item.extension ?? []).filter((one) => one.url !== sdcUrl.unit)
  const extension = unit ? [...others, { url: sdcUrl.unit, valueCoding: { display: unit } }] : others
  const { extension: _was, ...rest } = item
  return extension.length > 0 ? { ...rest, extension } : rest
}

/** The item with other words; what the workshop does not show of it stays. */
export function withWords(item: QuestionnaireItem, words: ItemWords): QuestionnaireItem {
  const { prefix: _prefix, answerOption, ...rest } = withUnit(withText(item, words.vi, words.en), words.unit)
  const isSame = words.options === (answerOption ?? []).map(optionLine).join('\n')
  const options = isSame ? (answerOption ?? []) : optionsFrom(words.options)
  return {
    ...rest,
    ...(words.prefix ? { prefix: words.prefix } : {}),
    ...(options.length > 0 ? { answerOption: options } : {}),
  }
}

/** The item as another kind: what only the former kind can have goes. */
export function withKind(
  item: QuestionnaireItem,
  type: NonNullable<QuestionnaireItem['type']>,
): QuestionnaireItem {
  const { answerOption, answerValueSet, item: below, required, repeats, ...rest } = item
  const chooses = type === 'choice' || type === 'open-choice'
  return {
    ...rest,
    type,
    ...(chooses && answerOption ? { answerOption } : {}),
    ...(chooses && answerValueSet ? { answerValueSet } : {}),
    ...(type === 'group' && below ? { item: below } : {}),
    ...(type !== 'display' && required ? { required } : {}),
    ...(type !== 'display' && repeats ? { repeats } : {}),
  }
}
