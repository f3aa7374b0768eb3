import type { FormKind } from '#kernel/form-words.ts'
import type { Bilingual, FormSlot } from './edition.ts'

/** slots.json of a form, or what the workshop keeps of a hospital's own form. */
export interface SlotsFile {
  readonly code: string
  readonly title: Bilingual
  readonly source: string
  readonly kind?: FormKind
  readonly toPatient?: boolean
  /** Last day, where the form is dead and no later edition replaces it. */
  readonly validTo?: string
  readonly slots: readonly (Pick<FormSlot, 'id' | 'role' | 'title'> &
    Partial<Pick<FormSlot, 'order' | 'required' | 'note'>>)[]
}

export function slotsOf({ slots }: Pick<SlotsFile, 'slots'>): readonly FormSlot[] {
  return slots.map((slot, at) => ({
    id: slot.id,
    role: slot.role,
    title: slot.title,
    order: slot.order ?? at + 1,
    required: slot.required ?? true,
    note: slot.note,
  }))
}

/** Kind of a form by its code, where slots.json says none: Circular 32/2023 numbers records BV1 and papers BV2. */
export function kindOf({ code, kind }: Pick<SlotsFile, 'code' | 'kind'>): FormKind {
  if (kind) return kind
  if (code.endsWith('/BV1')) return 'record'
  if (code.endsWith('/BV2')) return 'paper'
  return /^TT(26|55)/.test(code) ? 'prescription' : 'certificate'
}
