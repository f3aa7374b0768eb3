import type { Guard } from '#platform/guard.ts'
import { refuseOtherKind } from '#platform/uploads/attached-kind.ts'
import { countUpload } from '#platform/uploads/quota.ts'
import { refuseInfected } from '#platform/uploads/take-upload.ts'

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
 * The base64 texts of a Binary, of Attachments and of `valueBase64Binary`, wherever they stand.
 */
function filesIn(value: unknown, found: AttachedFile[] = []): readonly AttachedFile[] {
  if (typeof value !== 'object' || value === null) return found
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key]
    if (typeof member === 'object') filesIn(member, found)
    else if (typeof member === 'string' && holdsFile(key, value))
      found.push({ data: member, contentType: (value as Record<string, unknown>)['contentType'] })
  }
  return found
}

const holdsFile = (key: string, value: object): boolean =>
  key === 'data' ? isFile(value) : key.endsWith('Base64Binary') && !key.startsWith('_')

/** A SampledData has an origin; a Signature says who made it and when. */
const isFile = (value: object): boolean => !('origin' in value || ('who' in value && 'when' in value))
