import { fold } from '#kernel/fold.ts'
import type { FormSummary } from '../contract.ts'

/** `15/BV1` as one types it: 15bv1. */
const plain = (text: string) => fold(text).replace(/[^a-z0-9]/g, '')

function rank(form: FormSummary, query: string): number {
  const code = plain(form.code)
  const wanted = plain(query)
  if (wanted !== '' && code === wanted) return 0
  if (wanted !== '' && code.startsWith(wanted)) return 1
  return wanted !== '' && code.includes(wanted) ? 2 : 3
}

/** Forms by code or by words of their titles, accents forgiven; the code that was typed comes first. */
export function findForms(forms: readonly FormSummary[], query: string): readonly FormSummary[] {
  const words = fold(query).split(' ').filter(Boolean)
  return forms
    .filter((form) => {
      if (rank(form, query) < 3) return true
      const text = fold(`${form.code} ${form.title} ${form.titleEn}`)
      return words.every((word) => text.includes(word))
    })
    .toSorted((a, b) => rank(a, query) - rank(b, query))
}
