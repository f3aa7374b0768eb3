import type { FormEdition } from '#platform/forms/edition.ts'

/** What stands at the top right of a form: its number, and the circular where the number alone does not tell it. */
export interface FormMark {
  readonly label: string
  readonly number: string
  readonly of: string | null
}

/**
 * `MS: 01/BV1`; a form of another circular is called as that circular calls it: `Mẫu số 02`, below it the circular.
 * Codes such as TT25-02 are ours and stand on no paper.
 */
export function formMark({ code, source }: Pick<FormEdition, 'code' | 'source'>): FormMark {
  const [, circular, kind, number] = /^(Thông tư \S+), (mẫu|phụ lục) (\S+)$/.exec(source) ?? []
  if (code.includes('/') || !circular || !number) return { label: 'MS:', number: code, of: null }
  return { label: kind === 'mẫu' ? 'Mẫu số' : 'Phụ lục', number, of: circular }
}
