import type {
  QuestionnaireItem,
  QuestionnaireItemAnswerOption,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes'
import { extensionOf, sdcUrl } from '#fhir/sdc/extensions.ts'
import { type Words, wordsOf } from './words.ts'

/** An answer without the items below it. */
export type Answer = Omit<QuestionnaireResponseItemAnswer, 'item'>

export interface FormOption {
  readonly key: string
  readonly words: Words
  /** The printed digit. */
  readonly code: string | undefined
  readonly answer: Answer
  /** Chosen together with nothing else. */
  readonly exclusive: boolean
}

function keyOf(answer: Answer): string {
  const { valueCoding: coding } = answer
  if (coding) return coding.code ?? coding.display ?? ''
  return String(answer.valueString ?? answer.valueInteger ?? answer.valueDate ?? answer.valueTime ?? '')
}

function optionOf(source: QuestionnaireItemAnswerOption): FormOption {
  const { valueCoding, valueString, valueInteger, valueDate, valueTime } = source
  const answer: Answer = {
    ...(valueCoding
      ? { valueCoding: { ...withoutTexts(valueCoding) } }
      : valueInteger !== undefined
        ? { valueInteger }
        : valueDate
          ? { valueDate }
          : valueTime
            ? { valueTime }
            : { valueString: valueString ?? '' }),
  }
  const words = valueCoding
    ? wordsOf({ display: valueCoding.code, ...valueCoding }, 'display')
    : { vi: keyOf(answer) }
  return {
    key: keyOf(answer),
    words,
    code: valueCoding?.code,
    answer,
    exclusive: extensionOf(source, sdcUrl.optionExclusive)?.valueBoolean === true,
  }
}

/** The coding as an answer keeps it: system, code and the Vietnamese name. */
function withoutTexts(coding: NonNullable<Answer['valueCoding']>): NonNullable<Answer['valueCoding']> {
  const { system, version, code, display } = coding
  return {
    ...(system ? { system } : {}),
    ...(version ? { version } : {}),
    ...(code ? { code } : {}),
    ...(display ? { display } : {}),
  }
}

export function optionsOf(source: QuestionnaireItem): readonly FormOption[] {
  return (source.answerOption ?? []).map(optionOf)
}

/** Which of the options an answer is. */
export function optionOfAnswer(
  options: readonly FormOption[],
  answer: Answer | undefined,
): FormOption | undefined {
  if (!answer) return undefined
  const key = keyOf(answer)
  return options.find((option) => option.key === key)
}
