import type { ReactNode } from 'react'
import { createElement } from 'react'
import { isTypedOver } from '#fhir/sdc/answers.ts'
import type { Answer, Key } from '#fhir/sdc/types.ts'
import { sourceOf } from './carry.ts'
import type { ScreenItem } from './model.ts'
import { OriginMark, TypedMark } from './origin-mark.tsx'
import { type FormScope, usePlace, useScope } from './scope.tsx'
import { wordsIn } from './words.ts'

/** What a field of a form is made of. */
export interface ItemWork {
  readonly scope: FormScope
  readonly item: ScreenItem
  readonly key: Key
  readonly answers: readonly Answer[]
  readonly first: Answer | undefined
  readonly set: (answers: readonly Answer[]) => void
  /** What every field of the kit takes. */
  readonly field: {
    readonly id: string
    readonly label: string
    readonly required: boolean
    readonly error?: ReactNode
    readonly hint?: ReactNode
    readonly note?: ReactNode
  }
}

/** The printed number before a label: `11.`, `a)`. */
export function withNumber(prefix: string | undefined, text: string): string {
  if (!prefix) return text
  return `${/[.)\]:]$/.test(prefix) ? prefix : `${prefix}.`} ${text}`
}

/** Place of an item in the page, for jumping to it. */
export function placeId(scope: Pick<FormScope, 'ids'>, key: Key): string {
  return `${scope.ids}-${key}`
}

function noteOf(answer: Answer | undefined): { note?: ReactNode } {
  const source = sourceOf(answer)
  if (source) return { note: createElement(OriginMark, { source }) }
  return answer && isTypedOver(answer) ? { note: createElement(TypedMark) } : {}
}

export function useItem(item: ScreenItem, key: Key): ItemWork {
  const scope = useScope()
  const { store, language } = scope
  usePlace(store, key)
  const answers = store.answersAt(key)
  const error = store.issuesAt(key).find((issue) => issue.severity === 'error') ?? store.issuesAt(key)[0]
  const help = item.help && wordsIn(item.help, language)
  return {
    scope,
    item,
    key,
    answers,
    first: answers[0],
    set: (given) => store.answer(key, given),
    field: {
      id: `${placeId(scope, key)}-field`,
      label: withNumber(item.prefix, wordsIn(item.words, language)),
      required: item.required,
      ...(error ? { error: error.text } : {}),
      ...(help ? { hint: help } : {}),
      ...noteOf(answers[0]),
    },
  }
}
