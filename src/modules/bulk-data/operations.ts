import { inputs, textInput } from '#fhir/parameters.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall, OperationReply } from '#platform/fhir-operation.ts'
import { structures } from '#store/definitions.ts'
import { requireWhole } from './authority.ts'
import { checkSource } from './check-source.ts'
import { bulkErrors } from './errors.ts'
import { readExportInputs } from './export-inputs.ts'
import { addJob } from './job-rows.ts'

const one = (name: string, type: string) => ({ name, min: 0, max: '1', type }) as const
const many = (name: string, type: string) => ({ name, min: 0, max: '*', type }) as const
const exportInputs = [
  one('_outputFormat', 'string'),
  one('_since', 'instant'),
  many('_type', 'string'),
  many('_typeFilter', 'string'),
  many('_elements', 'string'),
  many('includeAssociatedData', 'string'),
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
        inputs: id === 'export' ? exportInputs : [...exportInputs, many('patient', 'Reference')],
        documentation:
          '_typeFilter is judged when the export begins. organizeOutputBy takes Patient; what is of no patient stands in a file of its own.',
      },
      startExport,
    ),
)

async function startExport(call: OperationCall): Promise<OperationReply> {
  needAsync(call)
  const authority = requireWhole(call.ctx)
  const request = await readExportInputs(call)
  return started(call, await addJob(call.ctx, 'export', `${call.base}${call.url}`, { ...request, authority }))
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
    const authority = requireWhole(call.ctx)
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
    return started(
      call,
      await addJob(call.ctx, 'import', `${call.base}${call.url}`, { inputs: wanted, authority }),
    )
  },
)
