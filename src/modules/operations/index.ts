import type { HospitalModule } from '#platform/module.ts'
import type { Watched } from './look.ts'
import { operationsRoutes } from './routes.ts'
import { watch } from './watch.ts'

/** How every part of the installation stands, what to do about it, and who is told when one is red. */
export const operations = (watched: readonly Watched[]): HospitalModule => ({
  name: 'operations',
  permissions: { 'operations.read': 'See how every part of the installation stands' },
  routes: (api) => operationsRoutes(api, watched),
  jobs: [watch(watched)],
})

export { lookAround, lookedAround, type Watched } from './look.ts'
export { sayPart } from './say-part.ts'
