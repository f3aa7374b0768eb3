import type { OperationOutcome, Parameters, Patient, Reference } from '@medplum/fhirtypes'
import { booleanInput, complexInput, inputs, inputValue, resourceInput, textInput } from '#fhir/parameters.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { leadsTo } from '#store/mentions.ts'
import { searchResources } from '#store/search.ts'
import { mergeErrors } from './errors.ts'
import { type MergeRequest, mergePatients, previewMerge } from './merge-patients.ts'
import { unmergePatients } from './unmerge-patients.ts'

const one = (name: string, type: string, min: 0 | 1 = 0) => ({ name, min, max: '1', type }) as const
const many = (name: string, type: string) => ({ name, min: 0, max: '*', type }) as const

/**
 * Patient/$merge as HL7 drafts it for the releases after R4: names of the inputs and the outcome are those of
 * http://hl7.org/fhir/6.0.0-ballot2/patient-operation-merge.html, `reason` is ours.
 */
export const mergeOperation: FhirOperation = fhirOperation(
  {
    name: 'merge',
    levels: ['type'],
    types: ['Patient'],
    affectsState: true,
    permission: 'patients.merge',
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-merge',
    inputs: [
      one('source-patient', 'Reference'),
      many('source-patient-identifier', 'Identifier'),
      one('target-patient', 'Reference'),
      many('target-patient-identifier', 'Identifier'),
      one('result-patient', 'Patient'),
      one('preview', 'boolean'),
      one('reason', 'string'),
    ],
  },
  async ({ ctx, parameters }) => {
    const request: MergeRequest = {
      source: await patientNamed(ctx, parameters, 'source'),
      target: await patientNamed(ctx, parameters, 'target'),
      reason: reasonIn(parameters),
      result: resourceInput(parameters, 'result-patient') as Patient | undefined,
    }
    if (booleanInput(parameters, 'preview'))
      return answer(
        parameters,
        await previewMerge(ctx, request),
        'Nothing was changed: this is what the merge would make.',
      )
    const made = await mergePatients(ctx, request)
    return answer(
      parameters,
      made.target,
      `Merged: ${made.rewritten} resources name the target now, ${made.refiled} closed or signed ones are found under it.`,
    )
  },
)

/** Takes back the merge by which this patient went into another. */
export const unmergeOperation: FhirOperation = fhirOperation(
  {
    name: 'unmerge',
    levels: ['instance'],
    types: ['Patient'],
    affectsState: true,
    permission: 'patients.merge',
    definition: 'urn:lanong:OperationDefinition:Patient-unmerge',
    inputs: [one('reason', 'string')],
  },
  async (call: OperationCall) => {
    const { restored, toLookAt } = await unmergePatients(call.ctx, call.id ?? '', reasonIn(call.parameters))
    return {
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'information', code: 'informational', diagnostics: `${restored} resources are as before.` },
        ...toLookAt.map((place) => ({
          severity: 'warning' as const,
          code: 'conflict' as const,
          diagnostics: `${place} was changed since the merge; see to which patient it belongs.`,
        })),
      ],
    }
  },
)

function reasonIn(parameters: Parameters): string {
  const reason = textInput(parameters, 'reason')?.trim()
  if (!reason) throw mergeErrors.reasonMissing()
  return reason
}

/** The one patient that a reference or identifiers name. */
async function patientNamed(ctx: Context, parameters: Parameters, which: 'source' | 'target'): Promise<string> {
  const reference = complexInput<Reference>(parameters, `${which}-patient`)?.reference
  const id = reference?.split('/').at(-1) ?? ''
  if (reference !== undefined) {
    if (!leadsTo(ctx, 'Patient', id)(reference)) throw mergeErrors.notFoundOnce({ which, count: 0 })
    return id
  }
  const identifiers = inputs(parameters, `${which}-patient-identifier`).map(
    (input) => inputValue(input) as { system?: string; value?: string },
  )
  if (identifiers.length === 0) throw mergeErrors.notFoundOnce({ which, count: 0 })
  const found = await searchResources<Patient>(ctx, 'Patient', {
    identifier: identifiers.map((identifier) => `${identifier.system ?? ''}|${identifier.value ?? ''}`),
    _count: '2',
  })
  if (found.length !== 1) throw mergeErrors.notFoundOnce({ which, count: found.length })
  return found[0]?.id ?? ''
}

function answer(input: Parameters, result: Patient, text: string): Parameters {
  const outcome: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational', diagnostics: text }],
  }
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'input', resource: input },
      { name: 'outcome', resource: outcome },
      { name: 'result', resource: result },
    ],
  }
}
