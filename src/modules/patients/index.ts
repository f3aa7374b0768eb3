import type { HospitalModule } from '#platform/module.ts'
import { patientInUseGuard } from './in-use-guard.ts'
import { patientIndexGuard } from './index-guard.ts'
import { matchOperation } from './match-operation.ts'
import { patientRoutes } from './routes.ts'

/** Who the patients are: cards read, found again, registered, particulars, allergies, insurance cards. */
export const patients: HospitalModule = {
  name: 'patients',
  permissions: {
    'patients.search': 'Find patients',
    'patients.read': "See a patient's particulars, banner and allergies",
    'patients.register': 'Register new patients',
    'patients.update': "Change a patient's particulars",
    'patients.allergies': 'Write down and refute allergies',
  },
  routes: patientRoutes,
  guards: [patientInUseGuard, patientIndexGuard],
  fhirOperations: [matchOperation],
}

export { latestNews2, latestWeight } from './care-so-far.ts'
export { ageText } from './domain/age.ts'
export { duplicatesOf, patientsById } from './find-duplicates.ts'
export { listAllergies } from './list-allergies.ts'
export { recordAllergy } from './record-allergy.ts'
export { registerPatient } from './register-patient.ts'
export { ensureMrn } from './update-patient.ts'
