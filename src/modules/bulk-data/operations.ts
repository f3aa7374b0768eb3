import type { Group, Parameters } from '@medplum/fhirtypes'
import { inputs, textInput, textInputs } from '#fhir/parameters.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall, OperationReply } from '#platform/fhir-operation.ts'
import { compartmentCodes, structures } from '#store/definitions.ts'
import { readResource } from '#store/read.ts'
import { localReference } from '#store/record-of.ts'
import { checkSource } from './check-source.ts'
import { bulkErrors } from './errors.ts'
import { addJob, type ExportRequest } from './job-rows.ts'

const one = (name: string, type: string) => ({ name, min: 0, max: '1', type }) as const
const many = (name: string, type: string) => ({ name, min: 0, max: '*', type }) as const
const exportInputs = [
  one('_outputFormat', 'string'),
  one('_since', 'instant'),
  many('_type', 'string'),
  many('_typeFilter', 'string'),
  many('_elements', 'string'),
  many('includeAssociatedData', 'string'),
  many('patient', 'Reference'),
  one('organizeOutputBy', 'string'),
]
const ig = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/'

/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html */
export const exports: readonly FhirOperation[] = (['export', 'patient-export', 'group-export'] as const).map(
  (id) =>
    fhirOperation(
      {
        name: 'export',
        levels: [id === 'export' ? 'system' : id === 'patient-export' ? 'type' : 'instance'],
        ...(id === 'patient-export' ? { types: ['Patient'] } : id === 'group-export' ? { types: ['Group'] } : {}),
        affectsState: false,
        permission: 'fhir.export',
        definition: `${ig}${id}`,
        inputs: exportInputs,
      },
      startExport,
    ),
)

async function startExport(call: OperationCall): Promise<OperationReply> {
  needAsync(call)
  const { parameters } = call
  for (const input of ['_typeFilter', '_elements', 'includeAssociatedData', 'organizeOutputBy'])
    if (textInput(parameters, input) !== undefined) throw bulkErrors.typeFilter({ input })
  const format = textInput(parameters, '_outputFormat')
  if (format !== undefined && !/^(application\/fhir\+ndjson|application\/ndjson|ndjson)$/.test(format))
    throw bulkErrors.format({ format: format.slice(0, 60) })
  const level = call.level === 'system' ? 'system' : call.level === 'type' ? 'patient' : 'group'
  const request: ExportRequest = {
    level,
    types: typesOf(parameters, level),
    since: textInput(parameters, '_since') ?? null,
    patients: level === 'group' ? await membersOf(call) : patientsOf(call),
  }
  return started(call, await addJob(call.ctx, 'export', `${call.base}${call.url}`, request))
}

function needAsync(call: OperationCall): void {
  if (!/\brespond-async\b/.test(call.header('prefer') ?? '')) throw bulkErrors.notAsync()
}

function started(call: OperationCall, id: string): OperationReply {
  return {
    status: 202,
    headers: { 'content-location': `${call.base.replace(/\/fhir\/R4$/, '')}/api/bulk-data/jobs/${id}` },
  }
}

function typesOf(parameters: Parameters, level: ExportRequest['level']): readonly string[] {
  const asked = textInputs(parameters, '_type').flatMap((text) => text.split(','))
  const ofPatients = compartmentCodes('Patient')
  const isOfPatients = (type: string) => type === 'Patient' || Object.hasOwn(ofPatients, type)
  for (const type of asked) {
    if (!structures.isResource(type)) throw bulkErrors.unknownType({ type: type.slice(0, 60) })
    if (level !== 'system' && !isOfPatients(type)) throw bulkErrors.notInPatientCompartment({ type })
  }
  if (asked.length > 0) return [...new Set(asked)]
  return Object.keys(structures.resourceTypes).filter((type) => level === 'system' || isOfPatients(type))
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

function patientsOf({ ctx, parameters }: OperationCall): readonly string[] | null {
  const named = inputs(parameters, 'patient').flatMap((input) => {
    const to = localReference(ctx, input.valueReference?.reference)
    return to?.type === 'Patient' ? [to.id] : []
  })
  return named.length > 0 ? named : null
}

/**
 * Imports NDJSON: the inputs are those of the bulk import proposal
 * (https://github.com/smart-on-fhir/bulk-import), as Parameters.
 */
export const importOperation: FhirOperation = fhirOperation(
  {
    name: 'import',
    levels: ['system'],
    affectsState: true,
    permission: 'fhir.import',
    definition: 'urn:lanong:OperationDefinition:import',
    inputs: [
      one('inputFormat', 'string'),
      one('inputSource', 'uri'),
      { ...many('input', ''), parts: [one('type', 'code'), one('url', 'uri')] },
    ],
  },
  async (call) => {
    needAsync(call)
    const format = textInput(call.parameters, 'inputFormat')
    if (format !== undefined && format !== 'application/fhir+ndjson')
      throw bulkErrors.format({ format: format.slice(0, 60) })
    const wanted = inputs(call.parameters, 'input').map((input) => {
      const part = { resourceType: 'Parameters' as const, parameter: input.part ?? [] }
      return { type: textInput(part, 'type') ?? '', url: textInput(part, 'url') ?? '' }
    })
    if (wanted.length === 0) throw bulkErrors.noInput()
    for (const { type, url } of wanted) {
      if (!structures.isResource(type)) throw bulkErrors.unknownType({ type: type.slice(0, 60) })
      await checkSource(call.ctx, url)
    }
    return started(call, await addJob(call.ctx, 'import', `${call.base}${call.url}`, { inputs: wanted }))
  },
)
