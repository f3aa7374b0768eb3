import type { Group, Parameters } from '@medplum/fhirtypes'
import { inputs, textInput, textInputs } from '#fhir/parameters.ts'
import { present } from '#kernel/present.ts'
import type { OperationCall } from '#platform/fhir-operation.ts'
import { compartmentCodes, structures } from '#store/definitions.ts'
import { readResource } from '#store/read.ts'
import { localReference } from '#store/record-of.ts'
import { foundIds } from '#store/search/found-ids.ts'
import { isShaping, pairsOf } from '#store/search/request.ts'
import { bulkErrors } from './errors.ts'
import type { ExportRequest, TypeFilter } from './job-rows.ts'

const levels = { system: 'system', type: 'patient', instance: 'group' } as const
/** https://hl7.org/fhir/uv/bulkdata/CodeSystem-include-associated-data.html */
const associated = { LatestProvenanceResources: 'latest', RelevantProvenanceResources: 'relevant' } as const
/** What files can be organized by. */
const organizers = ['Patient'] as const

/** What an export is asked for, checked. https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters */
export async function readExportInputs(call: OperationCall): Promise<ExportRequest> {
  const { ctx, parameters } = call
  const format = textInput(parameters, '_outputFormat')
  if (format !== undefined && !/^(application\/fhir\+ndjson|application\/ndjson|ndjson)$/.test(format))
    throw bulkErrors.format({ format: format.slice(0, 60) })
  const level = levels[call.level]
  const associated = associatedOf(parameters)
  const types = typesOf(parameters, level, associated ? ['Provenance'] : [])
  const filters = filtersOf(parameters, associated ? types.filter((type) => type !== 'Provenance') : types)
  const organizedBy = organizerOf(parameters)
  // Asked for what it would find, each filter is read: one that is none is refused now, not by the job.
  for (const filter of filters) await foundIds(ctx, filter.type, filter.query)
  return {
    level,
    types,
    since: textInput(parameters, '_since') ?? null,
    patients: await patientsOf(call, level),
    filters,
    elements: listed(parameters, '_elements'),
    ...present({ associated, organizedBy }),
  }
}

function associatedOf(parameters: Parameters): ExportRequest['associated'] {
  const asked = listed(parameters, 'includeAssociatedData')
  const known = asked.map((code) => {
    if (!Object.hasOwn(associated, code))
      throw bulkErrors.notSupported({ input: `includeAssociatedData=${code.slice(0, 60)}` })
    return associated[code as keyof typeof associated]
  })
  return known.includes('relevant') ? 'relevant' : known[0]
}

function organizerOf(parameters: Parameters): ExportRequest['organizedBy'] {
  const asked = textInput(parameters, 'organizeOutputBy')
  const found = organizers.find((one) => one === asked)
  if (asked !== undefined && !found)
    throw bulkErrors.notSupported({ input: `organizeOutputBy=${asked.slice(0, 60)}` })
  return found
}

const listed = (parameters: Parameters, name: string) =>
  textInputs(parameters, name).flatMap((text) => text.split(',').map((one) => one.trim()))

function typesOf(
  parameters: Parameters,
  level: ExportRequest['level'],
  more: readonly string[],
): readonly string[] {
  const asked = listed(parameters, '_type')
  const ofPatients = compartmentCodes('Patient')
  const isOfPatients = (type: string) => type === 'Patient' || Object.hasOwn(ofPatients, type)
  for (const type of asked) {
    if (!structures.isResource(type)) throw bulkErrors.unknownType({ type: type.slice(0, 60) })
    if (level !== 'system' && !isOfPatients(type)) throw bulkErrors.notInPatientCompartment({ type })
  }
  if (asked.length > 0) return [...new Set([...asked, ...more])]
  return Object.keys(structures.resourceTypes).filter((type) => level === 'system' || isOfPatients(type))
}

/** `Observation?status=final`; several of one input are separated by commas before the next type. */
function filtersOf(parameters: Parameters, types: readonly string[]): readonly TypeFilter[] {
  const texts = textInputs(parameters, '_typeFilter').flatMap((text) => text.split(/,(?=[A-Z][A-Za-z]*\?)/))
  return texts.map((text) => {
    const [type = '', query = ''] = text.split(/\?(.*)/s, 2)
    const refuse = (reason: string) => bulkErrors.typeFilter({ filter: text.slice(0, 120), reason })
    if (!types.includes(type)) throw refuse(`${type.slice(0, 60)} is not exported`)
    const names = pairsOf(query).map(([name]) => name)
    const shaping = names.find(isShaping)
    if (names.length === 0) throw refuse('it has no search parameter')
    if (shaping !== undefined) throw refuse(`${shaping.slice(0, 60)} chooses nothing`)
    return { type, query }
  })
}

async function patientsOf(call: OperationCall, level: ExportRequest['level']): Promise<readonly string[] | null> {
  const named = inputs(call.parameters, 'patient').map(({ valueReference: { reference } = {} }) => {
    const to = localReference(call.ctx, reference)
    if (to?.type !== 'Patient') throw bulkErrors.noPatient({ reference: String(reference).slice(0, 120) })
    return to.id
  })
  if (level !== 'group') return named.length > 0 ? [...new Set(named)] : null
  const members = await membersOf(call)
  const stranger = named.find((id) => !members.includes(id))
  if (stranger !== undefined) throw bulkErrors.noPatient({ reference: `Patient/${stranger}` })
  return named.length > 0 ? [...new Set(named)] : members
}

async function membersOf({ ctx, id = '' }: OperationCall): Promise<readonly string[]> {
  const group = await readResource<Group>(ctx, 'Group', id)
  const members = (group.member ?? [])
    .filter((member) => member.inactive !== true)
    .map((member) => localReference(ctx, member.entity.reference))
    .flatMap((to) => (to?.type === 'Patient' ? [to.id] : []))
  if (members.length === 0) throw bulkErrors.emptyGroup({ id })
  return members
}
