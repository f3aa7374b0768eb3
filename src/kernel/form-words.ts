/** Kinds of forms: medical record, paper, certificate, prescription, the hospital's own. */
export const formKinds = ['record', 'paper', 'certificate', 'prescription', 'local'] as const
export type FormKind = (typeof formKinds)[number]

/** Who may stand in a place for a signature. `patient` and `witness` have no key; `seal` is the facility itself. */
export const slotRoles = [
  'doctor',
  'head-of-department',
  'director',
  'nurse',
  'midwife',
  'doctor-or-midwife',
  'health-worker',
  'head-or-head-nurse',
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
  'seal',
] as const
