import { integerInput, textInput, textInputs } from '#fhir/parameters.ts'
import { dateSpan } from '#fhir/search/index-values.ts'
import { bundleBytes, fhirOperation, matchEntry } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { writeAudit } from '#store/audit.ts'
import { listMembers, readMany } from '#store/compartment-members.ts'
import { structures } from '#store/definitions.ts'
import { readCurrent } from '#store/read.ts'
import type { StoredVersion } from '#store/types.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { operationErrors } from './errors.ts'
import { referencesIn } from './references-in.ts'

/** A page holds so many members unless `_count` says otherwise; what they refer to comes on top. */
const usualPage = 200
const mostPerPage = 1000

const cursorInput = { name: '_cursor', min: 0, max: '1', type: 'string' } as const
const published = 'http://hl7.org/fhir/OperationDefinition/'

/** http://hl7.org/fhir/R4/patient-operation-everything.html */
export const patientEverything: FhirOperation = fhirOperation(
  {
    name: 'everything',
    levels: ['type', 'instance'],
    types: ['Patient'],
    affectsState: false,
    permission: 'fhir.read',
    definition: `${published}Patient-everything`,
    inputs: [cursorInput],
  },
  (call) => everything(call, 'Patient'),
)

/** http://hl7.org/fhir/R4/encounter-operation-everything.html */
export const encounterEverything: FhirOperation = fhirOperation(
  {
    name: 'everything',
    levels: ['instance'],
    types: ['Encounter'],
    affectsState: false,
    permission: 'fhir.read',
    definition: `${published}Encounter-everything`,
    inputs: [cursorInput],
  },
  (call) => everything(call, 'Encounter'),
)

/** The members of a compartment by pages, each with what its members refer to outside of it. */
async function everything(call: OperationCall, compartment: 'Patient' | 'Encounter'): Promise<Buffer> {
  const { ctx, id, parameters, base } = call
  if (id !== undefined) await readCurrent(ctx, compartment, id)
  const types = textInputs(parameters, '_type').flatMap((text) => text.split(','))
  const wrong = types.find((type) => !structures.isResource(type))
  if (wrong !== undefined) throw operationErrors.unknownType({ type: wrong.slice(0, 60) })
  const since = textInput(parameters, '_since')
  const { members, next } = await listMembers(ctx, {
    compartment,
    id,
    types: types.length > 0 ? types : undefined,
    since: since === undefined ? undefined : new Date(since),
    from: spanOf(textInput(parameters, 'start'))?.lo,
    to: spanOf(textInput(parameters, 'end'))?.hi,
    after: readCursor(textInput(parameters, '_cursor')),
    limit: Math.min(Math.max(integerInput(parameters, '_count') ?? usualPage, 1), mostPerPage),
  })
  const around = types.length > 0 ? [] : await readMany(ctx, await outside(call, members))
  await writeAudit(ctx, {
    action: 'search',
    outcome: 'success',
    patientId: compartment === 'Patient' ? id : members.find((one) => one.patientId)?.patientId,
    entities: [...members, ...around].map((one) => `${one.type}/${one.id}/_history/${one.version}`),
    detail: { channel: 'fhir', query: call.url.slice(0, 2000) },
  })
  const link = [{ relation: 'self', url: `${base}${call.url}` }]
  if (next) link.push({ relation: 'next', url: nextAddress(call, writeCursor(next)) })
  return bundleBytes({ type: 'searchset', link }, [
    ...members.map((one) => matchEntry(base, one, 'match')),
    ...around.map((one) => matchEntry(base, one, 'include')),
  ])
}

function spanOf(date: string | undefined) {
  return date === undefined ? undefined : dateSpan({ type: 'date', value: date })
}

/** What the members refer to and is not of them: practitioners, organisations, medicines. */
async function outside({ ctx }: OperationCall, members: readonly StoredVersion[]) {
  const own = new Set(members.map((one) => `${one.type}/${one.id}`))
  const found = [...(await referencesIn(ctx, members))].filter(
    ([key, to]) => !own.has(key) && !isOfPatient(to.type),
  )
  return found.map(([, to]) => to).slice(0, mostPerPage)
}

/** Another patient is never shown because a resource names both. */
const isOfPatient = (type: string) => type === 'Patient'

function nextAddress(call: OperationCall, cursor: string): string {
  const [path = '', query = ''] = call.url.split('?')
  const pairs = new URLSearchParams(query)
  if (call.method === 'POST')
    for (const name of ['start', 'end', '_since', '_type', '_count'])
      for (const value of textInputs(call.parameters, name)) pairs.append(name, value)
  pairs.set('_cursor', cursor)
  return `${call.base}${path}?${pairs.toString()}`
}
