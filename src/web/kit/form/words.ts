import type { Extension } from '@medplum/fhirtypes'
import { translated } from '#fhir/sdc/extensions.ts'

interface Extended {
  readonly extension?: readonly Extension[] | undefined
}

/** A text in Vietnamese and, where the form gives it, in English. */
export interface Words {
  readonly vi: string
  readonly en?: string
}

/** What JSON keeps beside a primitive: `_text` of `text`, which the types leave out. */
function primitiveOf(element: object, name: string): Extended | undefined {
  return (element as Readonly<Record<string, Extended | undefined>>)[`_${name}`]
}

/** A text of an element with its translation: `wordsOf(item, 'text')`. */
export function wordsOf(element: object, name: string): Words {
  const vi = (element as Readonly<Record<string, string | undefined>>)[name] ?? ''
  const en = translated(primitiveOf(element, name), 'en')
  return { vi, ...(en ? { en } : {}) }
}

export function wordsIn(words: Words, language: 'vi' | 'en'): string {
  return language === 'en' ? (words.en ?? words.vi) : words.vi
}
