import type { HospitalModule } from '#platform/module.ts'
import { subscriptionGuard } from './check-subscription.ts'
import { subscriptionFindings } from './findings.ts'
import { bindingToken, events, status } from './operations.ts'
import { subscriptionRoutes } from './routes.ts'
import { removeOldEvents, runSubscriptions } from './run-subscriptions.ts'

/** Other systems are told of changes: FHIR R4 subscriptions and the topic-based ones of the R5 backport. */
export const subscriptions: HospitalModule = {
  name: 'subscriptions',
  permissions: { 'subscriptions.manage': 'See what other systems are told, and try again what failed' },
  routes: subscriptionRoutes,
  findings: subscriptionFindings,
  guards: [subscriptionGuard],
  jobs: [runSubscriptions, removeOldEvents],
  fhirOperations: [status, events, bindingToken],
}

export { mountSubscriptions } from './websocket.ts'
