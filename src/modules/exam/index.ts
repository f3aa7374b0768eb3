import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

export { examForm } from './domain/form.ts'
export { findExam, valuesOf } from './exam-response.ts'

/** The outpatient examination on form 15/BV1. */
export const exam: HospitalModule = {
  name: 'exam',
  permissions: {
    'exam.read': 'See the examination of a visit',
    'exam.write': 'Write the examination, its diagnoses and its conclusion',
  },
  routes,
}
