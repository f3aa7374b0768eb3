import type { HospitalModule } from '#platform/module.ts'
import { closingRoutes } from './closing/routes.ts'
import { fillsObeyTheirForm } from './guards.ts'
import { fillOperations } from './operations.ts'
import { phraseRoutes } from './phrase-routes.ts'
import { forgetPresence } from './presence.ts'
import { publishJob } from './publish-forms.ts'
import { fillRoutes, formRoutes } from './routes.ts'
import { rowRoutes } from './rows/routes.ts'
import { formsOfTwoPersons } from './workshop/guards.ts'
import { approvalRoutes, tryRoutes, workshopRoutes } from './workshop/routes.ts'

/** Forms: found by code and day, filled in from the chart, checked, told to the chart, put on paper. */
export const forms: HospitalModule = {
  name: 'forms',
  permissions: {
    'forms.read': 'See which forms there are and how they are made',
    'fills.read': 'See what is written on the forms of a patient',
    'forms.fill': 'Fill in forms and write phrases of one’s own',
    'forms.complete': 'Complete forms, so that they count and are signed',
    'forms.amend': 'Amend and cancel completed forms, with a reason',
    'forms.manage': 'Make forms of the hospital’s own and its list of phrases',
    'forms.try': 'Try a form of the hospital’s own on the chart of a visit, found by its number',
    'forms.approve': 'Approve forms that another person made',
  },
  routes(api) {
    formRoutes(api)
    fillRoutes(api)
    rowRoutes(api)
    closingRoutes(api)
    phraseRoutes(api)
    workshopRoutes(api)
    approvalRoutes(api)
    tryRoutes(api)
  },
  fhirOperations: fillOperations,
  guards: [fillsObeyTheirForm, formsOfTwoPersons],
  jobs: [
    publishJob,
    {
      name: 'forms: who left',
      everySeconds: 3600,
      async run(ctx) {
        const processed = await forgetPresence(ctx)
        return { expected: processed, processed, failed: 0 }
      },
    },
  ],
}

/** For modules that write in a form of their own screen, and finish it there. */
export { completeFill } from './complete-fill.ts'
export { canonicalOfForm } from './editions.ts'
export { type Fill, readFill } from './fill.ts'
export { saveFill as writeAnswers } from './save-fill.ts'
export { startFill as beginFill } from './start-fill.ts'
