export type { FormEdition as PaperForm, FormSlot } from '../forms/edition.ts'
export { formErrors, formOn } from '../forms/registry.ts'
