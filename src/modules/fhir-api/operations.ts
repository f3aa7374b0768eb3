import type { Resource } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type {
  FhirOperation,
  OperationAnswer,
  OperationCall,
  OperationLevel,
  OperationSpec,
} from '#platform/fhir-operation.ts'
import { runCommand } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { patientsOf } from '#store/patients-of.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { fhirApiErrors } from './errors.ts'
import { readInputs } from './operation-inputs.ts'
import { permit } from './permit.ts'

/**
 * An operation for the field `fhirOperations` of a module; the handler audits what it shows.
 * http://hl7.org/fhir/R4/operations.html
 */
export function fhirOperation(
  spec: OperationSpec,
  handle: (call: OperationCall) => Promise<OperationAnswer>,
): FhirOperation {
  return { ...spec, handle }
}

/** Runs the operation that an address names: `$op`, `Type/$op`, `Type/id/$op`. */
export async function runByAddress(ctx: Context, run: RunOperation, call: Call, method: string): Promise<Answer> {
  const segments = [call.type, call.id, call.part].filter((one) => one !== '')
  const name = (segments.pop() ?? '').slice(1)
  const address = [...segments, `$${name.slice(0, 60)}`].join('/')
  if (method !== 'GET' && method !== 'POST')
    throw fhirApiErrors.methodNotAllowed({ method, address, allowed: 'GET, POST' })
  return run(ctx, {
    method,
    name,
    type: segments[0],
    id: segments[1],
    pairs: call.pairs,
    body: method === 'POST' && call.body.present ? await call.body.value() : undefined,
    base: call.base,
    url: `/${address}${call.queryText === '' ? '' : `?${call.queryText}`}`,
    header: call.header,
  })
}

/** A call as it came, over HTTP or in an entry of a bundle. */
export interface OperationRequest {
  readonly method: 'GET' | 'POST'
  /** Without the `$`. */
  readonly name: string
  readonly type: string | undefined
  readonly id: string | undefined
  readonly pairs: readonly (readonly [string, string])[]
  readonly body: unknown
  readonly base: string
  readonly url: string
  header(name: string): string | undefined
}

export type RunOperation = (ctx: Context, request: OperationRequest) => Promise<Answer>

/** Finds an operation by its address, checks permission and inputs, and runs it. */
export function operationRunner(operations: readonly FhirOperation[]): RunOperation {
  const byName = new Map<string, readonly FhirOperation[]>()
  for (const one of operations) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
  return async (ctx, request) => {
    const level = levelOf(request)
    const found = (byName.get(request.name) ?? []).find((one) => isAt(one, level, request.type))
    if (!found) throw fhirApiErrors.operationUnknown({ operation: addressOf(request) })
    if (ctx.actor.scopes) throw commonErrors.forbidden({ permission: '*' })
    permit(ctx, found.permission)
    if (request.method === 'GET' && found.affectsState)
      throw fhirApiErrors.methodNotAllowed({ method: 'GET', address: addressOf(request), allowed: 'POST' })
    const call: OperationCall = {
      ctx,
      level,
      method: request.method,
      type: request.type,
      id: request.id,
      parameters: readInputs(found, request),
      base: request.base,
      url: request.url,
      header: request.header,
    }
    return found.affectsState ? runOnce(found, call) : handled(found, call)
  }
}

function levelOf({ type, id }: OperationRequest): OperationLevel {
  if (id !== undefined) return 'instance'
  return type === undefined ? 'system' : 'type'
}

function isAt(one: FhirOperation, level: OperationLevel, type: string | undefined): boolean {
  if (!one.levels.includes(level)) return false
  return type === undefined || one.types === undefined || one.types.includes(type)
}

const addressOf = ({ type, id, name }: OperationRequest) =>
  [type, id, `$${name.slice(0, 60)}`].filter((part) => part !== undefined).join('/')

/** What an operation answered, as it is kept under the command id. */
interface Kept extends Omit<Answer, 'body'> {
  readonly body: string | undefined
}

/** Code lists have no patients; nor has what needs no login. */
const ofCodes = new Set(['CodeSystem', 'ValueSet', 'ConceptMap'])

/** Runs an operation; what its handler did not tell the journal is told here. */
async function handled(one: FhirOperation, { ctx, type, id, ...call }: OperationCall): Promise<Answer> {
  const before = ctx.told.length
  const answer = answerOf(await one.handle({ ...call, ctx, type, id }))
  const ofNobody = one.permission === 'public' || (type !== undefined && ofCodes.has(type))
  if (ofNobody || ctx.told.length > before) return answer
  const entities = type !== undefined && id !== undefined ? [`${type}/${id}`] : []
  const [patientId] = await patientsOf(ctx, entities)
  await writeAudit(ctx, {
    action: one.affectsState ? 'update' : 'read',
    outcome: 'success',
    patientId,
    entities,
    detail: { channel: 'fhir', kind: `$${one.name}` },
  })
  return answer
}

/** With `X-Command-Id` a change is made once; repeating it returns the first answer. */
async function runOnce(one: FhirOperation, call: OperationCall): Promise<Answer> {
  const commandId = call.header('x-command-id')
  if (commandId === undefined) return handled(one, call)
  const input = ['$', one.name, call.type, call.id, call.parameters]
  const kept = await runCommand<Kept>(call.ctx, commandId, input, async (ctx) => {
    const answer = await handled(one, { ...call, ctx })
    return { ...answer, body: answer.body?.toString('base64') }
  })
  return { ...kept, body: kept.body === undefined ? undefined : Buffer.from(kept.body, 'base64') }
}

function answerOf(given: OperationAnswer): Answer {
  if (given instanceof Uint8Array || 'resourceType' in given)
    return { status: 200, headers: {}, body: bytesOf(given) }
  return { status: given.status, headers: given.headers ?? {}, body: given.body && bytesOf(given.body) }
}

function bytesOf(body: Resource | Uint8Array): Buffer {
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(canonicalJson(body))
}
