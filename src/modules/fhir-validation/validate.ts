import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { outcomeOfIssues } from '#fhir/outcome.ts'
import { resourceInput, textInput } from '#fhir/parameters.ts'
import { suppliedFrom } from '#fhir/profile/supplied.ts'
import { type Issue, issue } from '#fhir/validate/issue.ts'
import { fhirOperation, textOfIssue } from '#modules/fhir-api/index.ts'
import type { FhirOperation, OperationCall } from '#platform/fhir-operation.ts'
import { readCurrent } from '#store/read.ts'
import { validateHere } from '#store/stored-definitions.ts'
import { validationErrors } from './errors.ts'

const modes = ['create', 'update', 'delete', 'profile'] as const
type Mode = (typeof modes)[number]

/** http://hl7.org/fhir/R4/resource-operation-validate.html */
export const validate: FhirOperation = fhirOperation(
  {
    name: 'validate',
    levels: ['type', 'instance'],
    affectsState: false,
    permission: 'fhir.read',
    definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  },
  async (call) => {
    const issues = await issuesOf(call, modeOf(call))
    return outcomeOfIssues(issues, textOfIssue(call.ctx)) as unknown as Resource
  },
)

function modeOf({ parameters, id }: OperationCall): Mode {
  const asked = textInput(parameters, 'mode')
  if (asked === undefined) return id === undefined ? 'create' : 'update'
  const mode = modes.find((one) => one === asked)
  if (!mode) throw validationErrors.modeUnknown({ mode: asked.slice(0, 40) })
  return mode
}

async function issuesOf(call: OperationCall, mode: Mode): Promise<readonly Issue[]> {
  const { ctx, type = '', id, parameters } = call
  const given = resourceInput(parameters, 'resource')
  const stored = id === undefined ? undefined : await readCurrent(ctx, type, id)
  if (mode === 'delete')
    return [
      issue(stored ? 'deletable' : 'missing', stored ? type : `${type}.id`, {}, stored ? 'information' : 'error'),
    ]
  const resource = given ?? (stored && (parseJsonBytes(stored.content) as Resource))
  if (!resource) throw validationErrors.noResource()
  const profile = textInput(parameters, 'profile')
  const { issues } = await validateHere(ctx, resource, {
    full: true,
    ...(profile === undefined ? {} : { profiles: [profile] }),
    // A bundle may bring the profiles it is checked against.
    ...suppliedFrom(entriesOf(resource)),
  })
  const all = [...placeIssues(resource, { type, id, mode }), ...issues]
  const valid = !all.some((one) => one.severity === 'error')
  return valid ? [issue('valid', resource.resourceType, {}, 'information'), ...all] : all
}

function entriesOf(resource: Resource): readonly unknown[] {
  return resource.resourceType === 'Bundle' ? (resource.entry ?? []).map((one) => one.resource) : []
}

/** Whether the resource fits the address and what is to be done with it. */
function placeIssues(
  resource: Resource,
  { type, id, mode }: { readonly type: string; readonly id: string | undefined; readonly mode: Mode },
): readonly Issue[] {
  const found: Issue[] = []
  if (resource.resourceType !== type) found.push(issue('wrongType', 'resourceType', { type }))
  if (mode === 'update' && resource.id === undefined) found.push(issue('missing', `${type}.id`))
  else if (mode === 'update' && id !== undefined && resource.id !== id)
    found.push(issue('wrongId', `${type}.id`, { id }))
  return found
}
