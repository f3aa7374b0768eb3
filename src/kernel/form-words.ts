/** Kinds of forms: medical record, paper, certificate, prescription, the hospital's own. */
export const formKinds = ['record', 'paper', 'certificate', 'prescription', 'local'] as const
export type FormKind = (typeof formKinds)[number]

/** Who may stand in a place for a signature. `patient` and `witness` have no account: they sign on paper. */
export const slotRoles = [
  'doctor',
  'head-of-department',
  'director',
  'nurse',
  'midwife',
  'surgeon',
  'anaesthetist',
  'radiologist',
  'laboratory',
  'pathologist',
  'pharmacist',
  'secretary',
  'chairman',
  'member',
  'patient',
  'witness',
  'record-officer',
] as const
