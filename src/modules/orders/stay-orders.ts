import type { DiagnosticReport, Encounter, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { drugOf } from '#fhir/drug-of-request.ts'
import { isUnderWay } from '#fhir/encounter.ts'
import { orderEventsOf, type VerbalMark, verbalOf } from '#fhir/order-marks.ts'
import { ext, sid } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { isWardDrug } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { OrderRequest } from './change-order.ts'
import type { StayOrder, StayOrdersView } from './contract.ts'
import { deadlineFor, nextDue } from './domain/deadlines.ts'
import { orderCode } from './read-orders.ts'
import { orderRules } from './rules.ts'
import { kindOf } from './service-request.ts'
import { type WorkRow, workOfStay } from './work-rows.ts'

const states: Readonly<Record<string, StayOrder['state']>> = {
  active: 'active',
  draft: 'active',
  'on-hold': 'held',
  stopped: 'stopped',
  completed: 'done',
  revoked: 'stopped',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
}

function verbalView(mark: VerbalMark | undefined, now: Date): Pick<StayOrder, 'verbal'> {
  if (!mark) return {}
  const { way, cosignUntil, cosignedAt } = mark
  return {
    verbal: {
      way,
      saidBy: mark.saidBy.display ?? '',
      heardBy: mark.heardBy.display ?? '',
      cosignUntil,
      ...(cosignedAt ? { cosignedAt } : {}),
      late: !cosignedAt && Date.parse(cosignUntil) < now.getTime(),
    },
  }
}

function common(request: OrderRequest, now: Date) {
  const number = request.resourceType === 'ServiceRequest' ? request.requisition : request.groupIdentifier
  return {
    id: request.id,
    state: states[request.status ?? ''] ?? 'active',
    urgent: request.priority !== undefined && request.priority !== 'routine',
    orderedAt: request.authoredOn ?? '',
    requester: request.requester?.display ?? '',
    ...(number?.system === sid.order && number.value ? { requisition: number.value } : {}),
    ...verbalView(verbalOf(request), now),
    events: orderEventsOf(request).map(({ state, at, who, reason }) => ({
      state,
      at,
      who: who.display ?? '',
      ...(reason ? { reason } : {}),
    })),
  }
}

/** A course whose days are over, and a single dose of an earlier day, are no longer in force. */
function isOver(request: MedicationRequest, now: Date): boolean {
  const timing = request.dosageInstruction?.[0]?.timing
  const once = timing?.event?.[0]
  if (once) return Date.parse(once) < now.getTime() - 86_400_000
  const end = timing?.repeat?.boundsPeriod?.end
  return end !== undefined && Date.parse(end) < now.getTime()
}

function drugView(request: MedicationRequest & { id: string }, now: Date): StayOrder {
  const dosage = request.dosageInstruction?.[0]
  const note = dosage?.additionalInstruction?.[0]?.text
  return {
    type: 'MedicationRequest',
    kind: dosage?.doseAndRate?.[0]?.rateQuantity ? 'infusion' : 'drug',
    code: drugOf(request).code,
    name: request.medicationCodeableConcept?.text ?? '',
    detail: dosage?.text ?? '',
    ownMedicine: request.extension?.some((one) => one.url === ext.ownMedicine && one.valueBoolean) ?? false,
    ...(note ? { note } : {}),
    ...common(request, now),
    ...(request.status === 'active' && isOver(request, now) ? { state: 'done' as const } : {}),
  }
}

const instant = (at: Date | null) => (at ? instantInVietnam(at) : undefined)

function progressOf(row: WorkRow, now: Date): Partial<StayOrder> {
  const rule = deadlineFor(orderRules().deadlines, row.kind, row.urgent, dayInVietnam(row.ordered_at))
  const due = nextDue(
    {
      kind: row.kind,
      urgent: row.urgent,
      startsAt: row.starts_at,
      collectedAt: row.collected_at ?? undefined,
      performedAt: row.performed_at ?? undefined,
      resultedAt: row.resulted_at ?? undefined,
      seenAt: row.seen_at ?? undefined,
      open: row.status === 'active',
    },
    rule,
  )
  const times = {
    collectedAt: instant(row.collected_at),
    performedAt: instant(row.performed_at),
    resultedAt: instant(row.resulted_at),
    seenAt: instant(row.seen_at),
  }
  return {
    ...Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined)),
    ...(due ? { due: { step: due.step, at: instantInVietnam(due.at), late: due.at < now } } : {}),
  }
}

function serviceView(
  request: ServiceRequest & { id: string },
  row: WorkRow | undefined,
  reports: readonly DiagnosticReport[],
  now: Date,
): StayOrder {
  const every = numberOf(request.occurrenceTiming?.repeat?.period)
  const note = request.note?.[0]?.text
  const report = reports.find((one) => one.basedOn?.some((by) => by.reference === `ServiceRequest/${request.id}`))
  return {
    type: 'ServiceRequest',
    kind: kindOf(request),
    code: orderCode(request),
    name: request.code?.text ?? '',
    detail: every ? `mỗi ${String(every).replace('.', ',')} giờ` : '',
    ownMedicine: false,
    ...(note ? { note } : {}),
    ...(report?.conclusion ? { result: report.conclusion } : {}),
    ...common(request, now),
    ...(row ? progressOf(row, now) : {}),
  }
}

/** Every order of a stay, drugs too, the newest first, with how far each has come. */
export async function stayOrders(ctx: Context, encounterId: string): Promise<StayOrdersView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const now = ctx.now()
  const query = { encounter: encounterId, _count: '500' }
  const [services, drugs, reports, rows] = await Promise.all([
    searchResources<ServiceRequest>(ctx, 'ServiceRequest', query),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', query),
    searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', query),
    workOfStay(ctx, encounterId),
  ])
  const orders = [
    ...services.map((one) => serviceView({ ...one, id: one.id ?? '' }, rows.get(one.id ?? ''), reports, now)),
    ...drugs.filter(isWardDrug).map((one) => drugView({ ...one, id: one.id ?? '' }, now)),
  ]
  return {
    editable: isUnderWay(encounter),
    orders: orders.sort((a, b) => b.orderedAt.localeCompare(a.orderedAt) || a.id.localeCompare(b.id)),
  }
}
