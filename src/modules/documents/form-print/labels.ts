import type { QuestionnaireItem } from '@medplum/fhirtypes'

/** `12. Vào viện`: the printed number before the words, once. */
export function numbered({ prefix, text = '' }: Pick<QuestionnaireItem, 'prefix' | 'text'>): string {
  if (!prefix || text.startsWith(prefix)) return text
  const number = /[.):-]$/.test(prefix) ? prefix : `${prefix}.`
  return text === '' ? number : `${number} ${text}`
}
