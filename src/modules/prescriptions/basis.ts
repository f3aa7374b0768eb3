import { createHash } from 'node:crypto'
import type { Resource } from '@medplum/fhirtypes'

/** A short word for the exact versions of some resources: two screens that read the same have the same word. */
export function basisOf(resources: readonly Resource[]): string {
  const versions = resources.map((one) => `${one.id}/${one.meta?.versionId ?? ''}`).sort()
  return createHash('sha256').update(versions.join(' ')).digest('base64url').slice(0, 22)
}
