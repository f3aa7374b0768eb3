import type { Encounter } from '@medplum/fhirtypes'
import type { Guard } from '#platform/guard.ts'
import { changeEntry, lockEntry } from './repository.ts'

/** The line follows the visit, whoever changes the Encounter: nurse, doctor, or another system. */
export const queueGuard: Guard = {
  name: 'encounters.queue',
  types: ['Encounter'],
  async check(ctx, change) {
    if (change.kind === 'create') return
    const before = change.before as Encounter | undefined
    const after = change.after as Encounter | undefined
    if (after && before?.status === after.status) return
    if (!(await lockEntry(ctx, change.id))) return
    const at = ctx.now()
    switch (after?.status) {
      case 'triaged':
        return changeEntry(ctx, change.id, { triaged_at: at })
      case 'in-progress':
        return changeEntry(ctx, change.id, { state: 'in-room', started_at: at })
      case 'finished':
        return changeEntry(ctx, change.id, { state: 'done', finished_at: at })
      case 'cancelled':
      case 'entered-in-error':
      case undefined:
        return changeEntry(ctx, change.id, { state: 'cancelled' })
    }
  },
}
