import type { Guard } from '#platform/guard.ts'
import { refuseInfected } from '#platform/uploads/take-upload.ts'

/** Files inside resources are looked at by the virus scanner like uploads. */
export const attachedFilesAreScanned: Guard = {
  name: 'protection.attachedFiles',
  types: '*',
  async check(ctx, { after }) {
    if (ctx.config.antivirusUrl === undefined || !after) return
    for (const data of filesIn(after)) await refuseInfected(ctx, Buffer.from(data, 'base64'))
  },
}

/**
 * The base64 texts of members named `data`, in a Binary or wherever an Attachment may stand. Nothing is made for a
 * resource without any, which is nearly every one.
 */
function filesIn(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return found
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key]
    if (typeof member === 'object') filesIn(member, found)
    else if (key === 'data' && typeof member === 'string' && isFile(value)) found.push(member)
  }
  return found
}

/** A SampledData has an origin; a Signature says who made it and when. */
const isFile = (value: object): boolean => !('origin' in value || ('who' in value && 'when' in value))
