import type { Resource } from '@medplum/fhirtypes'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { identityErrors } from '../errors.ts'

const rightOf = { create: 'c', update: 'u', delete: 'd' } as const

function patientOf(resource: Resource | undefined): string | undefined {
  if (!resource) return undefined
  if (resource.resourceType === 'Patient') return resource.id
  const { subject, patient } = resource as { subject?: { reference?: string }; patient?: { reference?: string } }
  return /^Patient\/([^/]+)/.exec(subject?.reference ?? patient?.reference ?? '')?.[1]
}

function belongsTo(change: GuardedChange, patientId: string | undefined): boolean {
  const versions = [change.before, change.after].filter((one) => one !== undefined)
  return patientId !== undefined && versions.every((one) => patientOf(one) === patientId)
}

/** An application writes only what its scopes name: type, right, and for `patient/` the patient of the launch. */
export const scopeGuard: Guard = {
  name: 'identity.scopes',
  types: '*',
  concerns: ({ actor }) => actor.scopes !== undefined,
  check(ctx, change) {
    const { scopes } = ctx.actor
    if (!scopes) return
    const may = scopes.granted.some(
      ({ context, type, rights, query }) =>
        query === '' &&
        (type === '*' || type === change.type) &&
        rights.includes(rightOf[change.kind]) &&
        (context !== 'patient' || belongsTo(change, scopes.patientId)),
    )
    if (!may) throw identityErrors.outOfScope({ type: change.type })
  },
}
