import type { Encounter } from '@medplum/fhirtypes'
import type { Guard, Statement } from '#platform/guard.ts'
import { type Followed, queueFollowed } from './repository.ts'

/** The line follows the visit, whoever changes the Encounter: nurse, doctor, or another system. */
export const queueGuard: Guard = {
  name: 'encounters.queue',
  types: ['Encounter'],
  beside(ctx, changes) {
    const at = ctx.now()
    return changes.flatMap((change): readonly Statement[] => {
      if (change.kind === 'create') return []
      const status = (change.after as Encounter | undefined)?.status
      if (change.after && (change.before as Encounter | undefined)?.status === status) return []
      const followed = follow(status, at)
      return followed ? [queueFollowed(ctx, change.id, followed)] : []
    })
  },
}

function follow(status: Encounter['status'] | undefined, at: Date): Followed | undefined {
  switch (status) {
    case 'triaged':
      return { triaged_at: at }
    case 'in-progress':
      return { state: 'in-room', started_at: at }
    case 'finished':
      return { state: 'done', finished_at: at }
    case 'cancelled':
    case 'entered-in-error':
    case undefined:
      return { state: 'cancelled' }
    default:
      return undefined
  }
}
