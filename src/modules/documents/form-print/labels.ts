import type { QuestionnaireItem } from '@medplum/fhirtypes'

/** `12. Vào viện`: the printed number before the words, once. */
export function numbered({ prefix, text = '' }: Pick<QuestionnaireItem, 'prefix' | 'text'>): string {
  if (!prefix || hasNumber(text, prefix)) return text
  const number = /[.):-]$/.test(prefix) ? prefix : `${prefix}.`
  return text === '' ? number : `${number} ${text}`
}

/** `Khoa Nội` says itself that it is one: a label before it would say it twice. */
export const saysItself = (label: string, text: string): boolean =>
  label !== '' && text.toLocaleLowerCase('vi').startsWith(`${label.toLocaleLowerCase('vi')} `)

/** `C` stands before `C. Chỉ định`, not before `Chỉ định`. */
const hasNumber = (text: string, prefix: string): boolean =>
  text.startsWith(prefix) && !/^[\p{L}\p{N}]/u.test(text.slice(prefix.length))
