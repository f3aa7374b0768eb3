import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { applyFhirPathPatch } from '#fhir/patch/fhirpath-patch.ts'
import { applyJsonPatch } from '#fhir/patch/json-patch.ts'
import { applyXmlPatch } from '#fhir/patch/xml-patch.ts'
import { finishInTurns } from '#kernel/steps.ts'
import { wordOf } from '#kernel/word-of.ts'
import type { Context } from '#platform/context.ts'
import type { Entry } from '#store/bundle/entries.ts'
import { findOne } from '#store/bundle/find-one.ts'
import { structures } from '#store/definitions.ts'
import { storeErrors } from '#store/errors.ts'
import { readLocked } from '#store/read-locked.ts'
import { decodeText, mediaTypeRefused, parseJsonBody } from './body.ts'
import type { Call } from './call.ts'
import { fhirApiErrors } from './errors.ts'
import { formatOf } from './media-type.ts'

/** Patches that are no resources, by their media types. */
const readers: ReadonlyMap<string, (bytes: Buffer) => Promise<Patch>> = new Map([
  ['application/json-patch+json', jsonPatchOf],
  ['application/xml-patch+xml', xmlPatchOf],
])
/** Media types of a PATCH body. http://hl7.org/fhir/R4/http.html#patch */
export const patchFormats: readonly string[] = [...readers.keys(), 'application/fhir+json', 'application/fhir+xml']

export interface Patch {
  /** As it came, for the command that is not to be repeated with another one. */
  readonly source: unknown
  /** The update that it makes of what is stored, which is held until the open transaction ends. */
  toUpdate(ctx: Context, entry: Entry): Promise<Entry>
}

/** Reads a JSON or XML Patch, or a FHIRPath Patch as Parameters; in a bundle the first two are data of a Binary. */
export async function readPatch(call: Call): Promise<Patch> {
  const { type } = call.body
  const read = call.inBundle || !call.body.present ? undefined : readers.get(type)
  if (read) return read(call.body.bytes)
  if (call.body.present && !formatOf(type)) throw mediaTypeRefused(type)
  const value = (await call.body.value()) as {
    resourceType?: unknown
    contentType?: unknown
    data?: unknown
  } | null
  if (value?.resourceType === 'Parameters')
    return patchOf(value, (resource) => applyFhirPathPatch(resource, value))
  const inside =
    call.inBundle && value?.resourceType === 'Binary' ? readers.get(String(value.contentType)) : undefined
  if (inside) return inside(Buffer.from(String(value?.data), 'base64'))
  throw fhirApiErrors.wrongType({ found: wordOf(value?.resourceType), type: 'Parameters' })
}

async function jsonPatchOf(bytes: Buffer): Promise<Patch> {
  const operations = await parseJsonBody(bytes)
  return patchOf(operations, (resource) => applyJsonPatch(resource, operations))
}

async function xmlPatchOf(bytes: Buffer): Promise<Patch> {
  const text = decodeText(bytes)
  return patchOf(text, (resource) => finishInTurns(applyXmlPatch(structures, resource, text)))
}

function patchOf(source: unknown, apply: (resource: unknown) => unknown): Patch {
  return {
    source,
    async toUpdate(ctx, entry) {
      const id = entry.id ?? (await chosen(ctx, entry))
      const current = await readLocked(ctx, entry.type, id)
      if (entry.ifVersion !== undefined && entry.ifVersion !== current.version)
        throw storeErrors.versionConflict({
          type: entry.type,
          id,
          expected: entry.ifVersion,
          current: current.version,
        })
      const before = parseJsonBytes(current.content) as Resource
      const after = (await apply(before)) as Resource
      checkIdentity(before, after)
      return { ...entry, method: 'PUT', id, query: undefined, ifVersion: current.version, resource: after }
    },
  }
}

/** Patching what does not exist is refused: http://hl7.org/fhir/R4/http.html#patch */
async function chosen(ctx: Context, { type, query }: Entry): Promise<string> {
  const found = await findOne(ctx, type, query ?? '')
  if (found === undefined) throw fhirApiErrors.nothingMatches({ query: `${type}?${query}`.slice(0, 120) })
  return found
}

/** What the server alone decides on. */
function checkIdentity(before: Resource, after: Resource | undefined): void {
  const refuse = (element: string) => fhirApiErrors.patchIdentity({ element })
  if (typeof after !== 'object' || after === null) throw refuse('the whole resource')
  if (after.resourceType !== before.resourceType) throw refuse('resourceType')
  if (after.id !== before.id) throw refuse('id')
  if (after.meta?.versionId !== before.meta?.versionId) throw refuse('meta.versionId')
  if (after.meta?.lastUpdated !== before.meta?.lastUpdated) throw refuse('meta.lastUpdated')
}
