import type {
  Encounter,
  Extension,
  MedicationRequest,
  Practitioner,
  Reference,
  ServiceRequest,
} from '@medplum/fhirtypes'
import { verbalExtension } from '#fhir/order-marks.ts'
import { dayInVietnam, formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import { drugRequest, knownLines } from '#modules/drug-orders/index.ts'
import {
  alertView,
  type CheckedView,
  countDrugUse,
  holdingBack,
  noteOutcome,
  noteShown,
  overrideChanges,
} from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { moved, readOrder } from './change-order.ts'
import { checkAct } from './check-act.ts'
import type { ActView, DrugOrderForm, OrderLineForm, PlaceBody, ServiceLineForm } from './contract.ts'
import { orderErrors } from './errors.ts'
import { offerKey, offersByKey } from './offered.ts'
import { nextOrderNumber } from './order-number.ts'
import { personOf } from './person.ts'
import { cosignUntil } from './rules.ts'
import { type KnownServiceLine, serviceRequest } from './service-request.ts'
import { readOpenStay } from './stay.ts'
import { noteUses } from './uses.ts'

export const isDrugLine = (line: OrderLineForm): line is DrugOrderForm => line.kind === 'drug'
export const isServiceLine = (line: OrderLineForm): line is ServiceLineForm => line.kind !== 'drug'

export async function knownServices(ctx: Context, lines: readonly ServiceLineForm[]): Promise<KnownServiceLine[]> {
  const offered = await offersByKey(ctx)
  const known = lines.map((line) => {
    const one = offered.get(offerKey(line))
    if (!one) throw orderErrors.notOffered({ kind: line.kind, code: line.code })
    return { ...line, offered: one }
  })
  const departments = await existing(
    ctx,
    known.map((one) => one.offered.department),
  )
  return known.map((one) =>
    departments.has(one.offered.department) ? one : { ...one, offered: { ...one.offered, department: '' } },
  )
}

/** Departments of the catalogue that this hospital has. */
async function existing(ctx: Context, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  const found = await Promise.all(wanted.map((id) => findResource(ctx, 'Organization', id)))
  return new Set(wanted.filter((_, at) => found[at]))
}

interface Responsible {
  readonly requester: Reference
  readonly recorder?: Reference
  readonly extension: readonly Extension[]
}

/** Who answers for the orders: the actor, or the doctor who gave them by word and must sign for them. */
async function responsible(ctx: Context, verbal: PlaceBody['verbal']): Promise<Responsible> {
  const me = personOf(ctx)
  const { permissions } = ctx.actor
  if (!verbal) {
    if (!permissions.has('*') && !permissions.has('orders.write')) throw orderErrors.onlyByWord()
    return { requester: me, extension: [] }
  }
  if (verbal.saidBy === ctx.actor.practitionerId) throw orderErrors.verbalNeedsDoctor()
  const doctor = await readResource<Practitioner>(ctx, 'Practitioner', verbal.saidBy)
  const saidBy = { reference: `Practitioner/${verbal.saidBy}`, display: doctor.name?.[0]?.text ?? verbal.saidBy }
  const until = cosignUntil(verbal.way, ctx.now(), dayInVietnam(ctx.now()))
  const mark = verbalExtension({
    way: verbal.way,
    saidBy,
    heardBy: me,
    readBack: verbal.readBack,
    cosignUntil: instantInVietnam(until),
  })
  return { requester: saidBy, recorder: me, extension: [mark] }
}

/** The screen was sent twice under two ids of the act: the lines say so by their own ids. */
async function refusePlaced(ctx: Context, lines: readonly OrderLineForm[]): Promise<void> {
  for (const line of lines) {
    const type = isDrugLine(line) ? 'MedicationRequest' : 'ServiceRequest'
    const there = await findResource<MedicationRequest | ServiceRequest>(ctx, type, line.id)
    if (!there) continue
    const at = there.authoredOn ?? ''
    throw orderErrors.alreadyPlaced({ by: there.requester?.display ?? '–', at, on: formatDay(at) })
  }
}

async function stopped(ctx: Context, encounter: Encounter, body: PlaceBody): Promise<Change[]> {
  const { replaces } = body
  if (!replaces) return []
  const request = await readOrder(ctx, replaces.type, replaces.id)
  if (request.encounter?.reference !== `Encounter/${encounter.id}`)
    throw orderErrors.notOfStay({ id: replaces.id })
  return [
    moved(request, 'stop', {
      who: personOf(ctx),
      at: instantInVietnam(ctx.now()),
      reason: replaces.reason.trim(),
    }),
  ]
}

/** The order of the same stay that these follow from. */
async function following(
  ctx: Context,
  encounter: Encounter,
  id: string | undefined,
): Promise<{ readonly basedOn?: Reference }> {
  if (!id) return {}
  const request = await readOrder(ctx, 'ServiceRequest', id)
  if (request.encounter?.reference !== `Encounter/${encounter.id}`) throw orderErrors.notOfStay({ id })
  return { basedOn: { reference: `ServiceRequest/${id}` } }
}

/** Puts the orders of one act in force under one number, whatever their kinds. */
export async function placeAct(ctx: Context, encounterId: string, body: PlaceBody): Promise<ActView> {
  const encounter = await readOpenStay(ctx, encounterId)
  const by = await responsible(ctx, body.verbal)
  const drugs = await knownLines(ctx, body.lines.filter(isDrugLine))
  const services = await knownServices(ctx, body.lines.filter(isServiceLine))
  await refusePlaced(ctx, body.lines)
  const overrides = body.overrides ?? []
  const { alerts } = await checkAct(ctx, encounter, { drugs, services }, body.replaces?.id)
  const held = holdingBack(alerts, overrides)
  if (held.length > 0)
    throw orderErrors.heldBack({ count: held.length }).with({ alerts: held.map((one) => alertView(ctx, one)) })
  const frame = {
    encounter,
    requisition: await nextOrderNumber(ctx),
    ...by,
    ...(await following(ctx, encounter, body.basedOn)),
  }
  const requests = new Map(
    [
      ...services.map((line) => serviceRequest(ctx, line, frame)),
      ...drugs.map((line) => drugRequest(ctx, line, frame)),
    ].map((one) => [one.id, one]),
  )
  await commit(ctx, [
    ...(await stopped(ctx, encounter, body)),
    ...[...requests.values()].map((resource): Change => ({ kind: 'create', resource, id: resource.id })),
    ...overrideChanges(
      ctx,
      encounter,
      alerts,
      overrides,
      (id) => requests.get(id)?.resourceType ?? 'MedicationRequest',
    ),
  ])
  await noteOutcome(ctx, encounterId, alerts, overrides)
  await noteUses(
    ctx,
    body.lines.map((line) => ({ kind: line.kind, code: isDrugLine(line) ? line.drugCode : line.code })),
  )
  await countDrugUse(
    ctx,
    drugs.map((one) => one.drugCode),
    undefined,
  )
  return {
    requisition: frame.requisition,
    placed: body.lines.flatMap((line) => {
      const one = requests.get(line.id)
      return one ? [{ type: one.resourceType, id: one.id }] : []
    }),
  }
}

/** What would be said about lines before they are placed; shown alerts are counted. */
export async function checkPad(
  ctx: Context,
  encounterId: string,
  lines: readonly OrderLineForm[],
  replaces: string | undefined,
): Promise<CheckedView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const drugs = await knownLines(ctx, lines.filter(isDrugLine))
  const services = await knownServices(ctx, lines.filter(isServiceLine))
  const { alerts, view } = await checkAct(ctx, encounter, { drugs, services }, replaces)
  await noteShown(ctx, encounterId, alerts)
  return view
}
