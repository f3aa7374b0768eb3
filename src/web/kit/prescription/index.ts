export { PrescriptionPart } from './prescription-part.tsx'
export { type PrescriptionWork, usePrescription } from './use-prescription.ts'
export type * from './views.ts'
