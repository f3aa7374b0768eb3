import type { DiagnosticReport, Encounter, Procedure, ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { Change } from '#store/types.ts'
import type { PerformBody } from './contract.ts'
import { answeredKinds } from './domain/kinds.ts'
import { orderErrors } from './errors.ts'
import { personOf } from './person.ts'
import { kindOf } from './service-request.ts'
import { readStay } from './stay.ts'
import { type WorkRow, workOf } from './work-rows.ts'

type Request = ServiceRequest & { id: string }

interface Act {
  readonly request: Request
  readonly encounter: Encounter
  readonly work: WorkRow | undefined
  readonly at: string
}

/** Who did what, where, when, how much and who pays: all that a charge is made of. */
function procedure(ctx: Context, act: Act, body: PerformBody): Procedure & { id: string } {
  const { request, encounter } = act
  const payer =
    (body.payer ? { url: ext.payer, valueCode: body.payer } : undefined) ??
    encounter.extension?.find((one) => one.url === ext.payer)
  const place = encounter.location?.find((one) => one.status === 'active')?.location
  const department = idOf(request.performer?.[0]) || idOf(encounter.serviceProvider)
  return {
    resourceType: 'Procedure',
    id: ctx.newId(),
    extension: [{ url: ext.actQuantity, valueQuantity: { value: body.quantity ?? 1 } }, ...(payer ? [payer] : [])],
    basedOn: [{ reference: `ServiceRequest/${request.id}` }],
    status: 'completed',
    ...(request.category?.[0] ? { category: request.category[0] } : {}),
    code: request.code ?? {},
    subject: request.subject as Procedure['subject'],
    encounter: request.encounter ?? {},
    performedDateTime: act.at,
    performer: [
      {
        actor: personOf(ctx) as NonNullable<Procedure['performer']>[number]['actor'],
        ...(department ? { onBehalfOf: { reference: `Organization/${department}` } } : {}),
      },
    ],
    ...(place ? { location: place } : {}),
    ...(body.note?.trim() ? { note: [{ text: body.note.trim() }] } : {}),
  }
}

function report(ctx: Context, { request, at }: Act, conclusion: string): DiagnosticReport & { id: string } {
  return {
    resourceType: 'DiagnosticReport',
    id: ctx.newId(),
    basedOn: [{ reference: `ServiceRequest/${request.id}` }],
    status: 'final',
    ...(request.category ? { category: request.category } : {}),
    code: request.code ?? {},
    subject: request.subject,
    encounter: request.encounter ?? {},
    effectiveDateTime: at,
    issued: instantInVietnam(ctx.now()),
    performer: [personOf(ctx) as NonNullable<DiagnosticReport['performer']>[number]],
    conclusion,
  }
}

/** Throws for what is not to be done any more; tells who was faster. */
function refuseDone(act: Act): void {
  const { request, work } = act
  if (kindOf(request) === 'laboratory') throw orderErrors.laboratorysOwn()
  if (request.status === 'active') return
  const at = instantInVietnam(work?.performed_at ?? new Date(request.meta?.lastUpdated ?? 0))
  if (request.status === 'completed')
    throw orderErrors.alreadyDone({ name: request.code?.text ?? '', at, on: formatDay(at) })
  throw orderErrors.notActive({ state: request.status })
}

async function readAct(ctx: Context, id: string, at: string | undefined): Promise<Act> {
  const first = await readResource<ServiceRequest>(ctx, 'ServiceRequest', id)
  const encounter = await readStay(ctx, idOf(first.encounter))
  refuseLocked(encounter)
  const request = await readResource<ServiceRequest>(ctx, 'ServiceRequest', id)
  return {
    request: { ...request, id },
    encounter,
    work: await workOf(ctx, 'ServiceRequest', id),
    at: at ?? instantInVietnam(ctx.now()),
  }
}

function completed(request: Request): Change {
  return {
    kind: 'update',
    resource: { ...request, status: 'completed' },
    ifVersion: Number(request.meta?.versionId),
  }
}

/** Records that an order was done; an order that asks for an answer stays open until it has one. */
export async function performOrder(ctx: Context, id: string, body: PerformBody): Promise<void> {
  const act = await readAct(ctx, id, body.at)
  refuseDone(act)
  const standing = act.work?.standing === true
  if (act.work?.performed_at && !standing) {
    const at = instantInVietnam(act.work.performed_at)
    throw orderErrors.alreadyDone({ name: act.request.code?.text ?? '', at, on: formatDay(at) })
  }
  const result = body.result?.trim()
  const ends = !standing && (!answeredKinds.has(kindOf(act.request)) || result)
  const done = procedure(ctx, act, body)
  const answer = result ? report(ctx, act, result) : undefined
  await commit(ctx, [
    { kind: 'create', resource: done, id: done.id },
    ...(answer ? [{ kind: 'create' as const, resource: answer, id: answer.id }] : []),
    ...(ends ? [completed(act.request)] : []),
  ])
}

/** The answer to an order that was done: the report of an examination, the opinion of a consultant. */
export async function answerOrder(ctx: Context, id: string, result: string): Promise<void> {
  const act = await readAct(ctx, id, undefined)
  refuseDone(act)
  if (!answeredKinds.has(kindOf(act.request))) throw orderErrors.noAnswerAsked()
  const answer = report(ctx, act, result.trim())
  await commit(ctx, [{ kind: 'create', resource: answer, id: answer.id }, completed(act.request)])
}
