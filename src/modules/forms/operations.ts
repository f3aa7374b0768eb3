import type { Parameters } from '@medplum/fhirtypes'
import { textInput } from '#fhir/parameters.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationSpec } from '#platform/fhir-operation.ts'
import { inTransaction } from '#platform/http/command.ts'
import { amendFill, cancelFill } from './amend-fill.ts'
import { completeFill } from './complete-fill.ts'
import type { SaveFillBody } from './contract.ts'
import { type Response, readFill } from './fill.ts'

const spec = (name: string, permission: string, documentation: string): OperationSpec => ({
  name,
  levels: ['instance'],
  types: ['QuestionnaireResponse'],
  affectsState: true,
  permission,
  definition: `urn:lanong:OperationDefinition:QuestionnaireResponse-${name}`,
  inputs: [],
  documentation,
})

const reason = { name: 'reason', min: 1, max: '1', type: 'string' } as const

/** The answers as they are stored, as a screen would send them. */
const asStored = ({ item }: Response): SaveFillBody['response'] => ({
  resourceType: 'QuestionnaireResponse',
  ...(item ? { item } : {}),
})

/** Completing is an act, not a status: the chart learns what the form says, and its paper waits for its signers. */
const complete: FhirOperation = fhirOperation(
  spec(
    'complete',
    'forms.complete',
    'Completes a form as it is stored; answers with the paper that it is printed on.',
  ),
  ({ ctx, id = '' }) =>
    inTransaction(ctx, async (tx): Promise<Parameters> => {
      const { response, version } = await readFill(tx, id)
      const done = await completeFill(tx, id, { version, response: asStored(response) })
      return {
        resourceType: 'Parameters',
        parameter: [
          { name: 'version', valueInteger: done.version },
          { name: 'paper', valueReference: { reference: `DocumentReference/${done.paperId}` } },
          { name: 'extracted', valueInteger: done.extracted },
        ],
      }
    }),
)

const withReason = (name: string, act: typeof amendFill, documentation: string): FhirOperation =>
  fhirOperation(
    { ...spec(name, 'forms.amend', documentation), inputs: [reason] },
    ({ ctx, id = '', parameters }) =>
      inTransaction(ctx, async (tx): Promise<Parameters> => {
        const { version } = await act(tx, id, textInput(parameters, 'reason') ?? '')
        return { resourceType: 'Parameters', parameter: [{ name: 'version', valueInteger: version }] }
      }),
  )

/** What a form goes through beside being written, for clients that speak FHIR only. */
export const fillOperations: readonly FhirOperation[] = [
  complete,
  withReason('amend', amendFill, 'Opens a completed form again; its paper stays as it was signed until then.'),
  withReason('cancel', cancelFill, 'Marks a form as made in error, and takes back what it told the chart.'),
]
