import type { Resource } from '@medplum/fhirtypes'
import type { Guard } from '#platform/guard.ts'
import { refuseOtherKind } from '#platform/uploads/attached-kind.ts'
import { countUpload } from '#platform/uploads/quota.ts'
import { refuseInfected } from '#platform/uploads/take-upload.ts'
import { structures } from '#store/definitions.ts'

/** Files inside resources are looked at like uploads: what they are, how many a person brings, and by the virus scanner. */
export const attachedFilesAreScanned: Guard = {
  name: 'protection.attachedFiles',
  types: '*',
  concerns: (_ctx, { holdsBase64 }) => holdsBase64,
  async check(ctx, { before, after }) {
    if (!after) return
    const files = filesIn(after)
    if (files.length === 0) return
    const known = new Set(before ? filesIn(before).map(({ data }) => data) : [])
    for (const { data, contentType } of files) {
      // A new version of a resource carries its files again.
      if (known.has(data)) continue
      const bytes = Buffer.from(data, 'base64')
      refuseOtherKind(bytes, contentType)
      await countUpload(ctx, bytes.length)
      await refuseInfected(ctx, bytes)
    }
  },
}

interface AttachedFile {
  readonly data: string
  readonly contentType: unknown
}

/**
 * Every value of type base64Binary by the definitions of R4, wherever it stands: Binary, Attachment, `valueBase64Binary`,
 * Device.udiCarrier.carrierAIDC, AuditEvent.entity.query. The data of a Signature are no file that anybody opens.
 */
function filesIn(resource: Resource): readonly AttachedFile[] {
  const found: AttachedFile[] = []
  collect(resource.resourceType, resource, found)
  return found
}

function collect(typeName: string, value: unknown, found: AttachedFile[]): void {
  if (Array.isArray(value)) for (const one of value) collect(typeName, one, found)
  else if (typeof value === 'object' && value !== null)
    collectMembers(typeName, value as Readonly<Record<string, unknown>>, found)
}

function collectMembers(typeName: string, node: Readonly<Record<string, unknown>>, found: AttachedFile[]): void {
  const type = structures.type(typeName === 'Resource' ? String(node['resourceType']) : typeName)
  for (const [name, member] of Object.entries(node)) {
    const element = type?.elements.get(name.replace(/^_/, ''))
    if (!element || (typeName === 'Signature' && name === 'data')) continue
    if (element.type === 'base64Binary' && typeof member === 'string')
      found.push({ data: member, contentType: node['contentType'] })
    // Beside a primitive, under its name with a line before it, stand its extensions.
    else collect(element.primitive ? 'Element' : element.type, member, found)
  }
}
