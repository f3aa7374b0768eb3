import { createHash } from 'node:crypto'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { booleanInput, textInput } from '#fhir/parameters.ts'
import { bundleBytes, fhirOperation } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { auditView } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readMany } from '#store/compartment-members.ts'
import { readCurrent } from '#store/read.ts'
import { localReference } from '#store/record-of.ts'
import type { StoredVersion } from '#store/types.ts'
import { operationErrors } from './errors.ts'
import { referencesIn } from './references-in.ts'

/** Resources of one document, and how far references are followed from the Composition. */
const mostResources = 2000
const mostSteps = 4

/** A document Bundle from a Composition: http://hl7.org/fhir/R4/composition-operation-document.html */
export const document: FhirOperation = fhirOperation(
  {
    name: 'document',
    levels: ['type', 'instance'],
    types: ['Composition'],
    affectsState: false,
    permission: 'fhir.read',
    definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document',
  },
  async ({ ctx, id, parameters, base }) => {
    if (textInput(parameters, 'graph') !== undefined) throw operationErrors.graphUnsupported()
    const wanted = id ?? localReference(ctx, textInput(parameters, 'id'))?.id ?? textInput(parameters, 'id')
    if (wanted === undefined) throw operationErrors.documentNeedsId()
    const composition = await readCurrent(ctx, 'Composition', wanted)
    const members = [composition, ...(await reached(ctx, composition))]
    await auditView(ctx, {
      kind: 'document',
      entities: members.map((one) => `${one.type}/${one.id}/_history/${one.version}`),
      ...(composition.patientId === undefined ? {} : { patientId: composition.patientId }),
    })
    const bytes = bundleBytes(headOf(members), entriesOf(base, members))
    if (!booleanInput(parameters, 'persist')) return bytes
    const [stored] = await commit(ctx, [{ kind: 'create', resource: parseJsonBytes(bytes) as Bundle }], {
      purpose: 'document',
    })
    return stored?.resource as Resource
  },
)

function entriesOf(base: string, members: readonly StoredVersion[]) {
  return members.map((one) => ({ fullUrl: `${base}/${one.type}/${one.id}`, resource: one.content }))
}

/** The same content gives the same identifier. */
function headOf(members: readonly StoredVersion[]) {
  const hash = createHash('sha256')
  for (const one of members) hash.update(one.hash)
  const newest = Math.max(...members.map((one) => one.recordedAt.getTime()))
  return {
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuidFrom(hash.digest('hex'))}` },
    type: 'document',
    timestamp: new Date(newest).toISOString(),
  }
}

/** A name-based UUID (version 8, RFC 9562 §5.8) from a hash. */
function uuidFrom(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** What the Composition refers to, and what that refers to, as long as it is on this server. */
async function reached(ctx: Context, from: StoredVersion): Promise<readonly StoredVersion[]> {
  const seen = new Set([`${from.type}/${from.id}`])
  const all: StoredVersion[] = []
  let front: readonly StoredVersion[] = [from]
  for (let step = 0; step < mostSteps && front.length > 0; step++) {
    const next = [...(await referencesIn(ctx, front))].filter(([key]) => !seen.has(key))
    for (const [key] of next) seen.add(key)
    if (all.length + next.length > mostResources) throw operationErrors.tooMany({ most: mostResources })
    front = await readMany(
      ctx,
      next.map(([, to]) => to),
    )
    all.push(...front)
  }
  return all
}
