import type { Encounter, ServiceRequest } from '@medplum/fhirtypes'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { cs, sid } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import type { DuplicateView, OrderBody, PlacedView } from './contract.ts'
import { duplicateOrders, type Orderable, type StandingOrder, withoutContained } from './domain/duplicates.ts'
import { orderErrors } from './errors.ts'
import { orderables } from './lab-catalogue.ts'
import { nextOrderNumber } from './order-number.ts'
import { laboratory, orderCode, readOrders } from './read-orders.ts'

/** The tests of the catalogue, in the order asked; throws for one that is not offered. */
async function chosen(ctx: Context, codes: readonly string[]): Promise<Orderable[]> {
  const found = await orderables(ctx, codes)
  return codes.map((code) => {
    const one = found.get(code)
    if (!one) throw orderErrors.unknownTest({ code })
    return one
  })
}

/** The patient's standing laboratory orders of today, from any visit. */
async function standingToday(ctx: Context, patientId: string): Promise<StandingOrder[]> {
  const requests = await searchResources<ServiceRequest>(ctx, 'ServiceRequest', {
    patient: patientId,
    category: laboratory,
    authored: `ge${dayInVietnam(ctx.now())}`,
    status: 'active,completed',
    _count: '200',
  })
  const known = await orderables(ctx, requests.map(orderCode))
  return requests.map((one) => {
    const code = orderCode(one)
    return {
      id: one.id ?? '',
      code,
      name: one.code?.text ?? code,
      tests: known.get(code)?.tests ?? [code],
      orderedAt: one.authoredOn ?? '',
    }
  })
}

async function readOpenVisit(ctx: Context, encounterId: string): Promise<Encounter> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  refuseLocked(encounter)
  if (!isUnderWay(encounter)) throw orderErrors.visitEnded()
  return encounter
}

/** Which of the wanted tests the patient is already having today. */
export async function checkOrders(
  ctx: Context,
  encounterId: string,
  codes: readonly string[],
): Promise<DuplicateView[]> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  return duplicateOrders(await chosen(ctx, codes), await standingToday(ctx, idOf(encounter.subject)))
}

function request(
  ctx: Context,
  encounter: Encounter,
  test: Orderable,
  body: OrderBody,
  requisition: string,
): ServiceRequest {
  const { practitionerId, name } = ctx.actor
  return {
    resourceType: 'ServiceRequest',
    status: 'active',
    intent: 'order',
    requisition: { system: sid.order, value: requisition },
    category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
    priority: body.priority ?? 'routine',
    code: {
      coding: [
        { system: cs.lab, code: test.code, display: test.name },
        ...(test.loinc ? [{ system: cs.loinc, code: test.loinc }] : []),
      ],
      text: test.name,
    },
    subject: encounter.subject ?? {},
    encounter: { reference: `Encounter/${encounter.id}` },
    authoredOn: instantInVietnam(ctx.now()),
    requester: practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name },
    ...(body.clinicalInfo?.trim() ? { reasonCode: [{ text: body.clinicalInfo.trim() }] } : {}),
    ...(body.note?.trim() ? { note: [{ text: body.note.trim() }] } : {}),
  }
}

/** Orders laboratory tests under one number. What is already ordered today needs a word that it is on purpose. */
export async function placeOrders(ctx: Context, encounterId: string, body: OrderBody): Promise<PlacedView> {
  const encounter = await readOpenVisit(ctx, encounterId)
  const tests = withoutContained(await chosen(ctx, body.tests))
  const again = new Set(body.again ?? [])
  const duplicates = duplicateOrders(tests, await standingToday(ctx, idOf(encounter.subject))).filter(
    (one) => !again.has(one.code),
  )
  if (duplicates.length > 0)
    throw orderErrors.duplicate({ count: duplicates.length, codes: duplicates.map((one) => one.code).join(', ') })
  const requisition = await nextOrderNumber(ctx)
  await commit(
    ctx,
    tests.map((test) => ({ kind: 'create', resource: request(ctx, encounter, test, body, requisition) })),
  )
  return { requisition, orders: await readOrders(ctx, encounterId) }
}
