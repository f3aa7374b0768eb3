import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { type DrugLine, drugLineOf, isWardDrug } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { ActView, OrderLineForm } from './contract.ts'
import { type OrderKind, type ServiceKind, serviceKinds } from './domain/kinds.ts'
import { orderErrors } from './errors.ts'
import type { CopyBody, CopyView } from './office-contract.ts'
import { placeAct } from './order-act.ts'
import { orderCode } from './read-orders.ts'
import { kindOf } from './service-request.ts'

interface Copyable {
  readonly type: 'ServiceRequest' | 'MedicationRequest'
  readonly id: string
  readonly kind: OrderKind
  readonly name: string
  readonly detail: string
  readonly at: string
  /** Still in force: nothing is to be ordered anew. */
  readonly goesOn: boolean
  readonly line: OrderLineForm
}

const lost = new Set(['entered-in-error', 'cancelled', 'revoked', 'stopped', 'draft'])

const isService = (kind: string): kind is ServiceKind => serviceKinds.some((one) => one === kind)

function drugCopy(ctx: Context, one: MedicationRequest): Copyable[] {
  const line = drugLineOf(one)
  if (!line || !isWardDrug(one) || lost.has(one.status ?? '')) return []
  const { start: _start, schedule, ...rest } = line
  const end = one.dosageInstruction?.[0]?.timing?.repeat?.boundsPeriod?.end
  const once = schedule.type === 'once'
  const again: DrugLine = { ...rest, schedule: once ? { type: 'once' } : schedule, id: ctx.newId() }
  return [
    {
      type: 'MedicationRequest',
      id: one.id ?? '',
      kind: line.rateMlPerHour === undefined ? 'drug' : 'infusion',
      name: one.medicationCodeableConcept?.text ?? '',
      detail: one.dosageInstruction?.[0]?.text ?? '',
      at: one.authoredOn ?? '',
      goesOn: one.status === 'active' && !once && (end === undefined || Date.parse(end) > ctx.now().getTime()),
      line: { kind: 'drug', ...structuredClone(again) } as OrderLineForm,
    },
  ]
}

function serviceCopy(ctx: Context, one: ServiceRequest): Copyable[] {
  const kind = kindOf(one)
  if (!isService(kind) || lost.has(one.status)) return []
  const every = numberOf(one.occurrenceTiming?.repeat?.period)
  const info = one.reasonCode?.[0]?.text
  const note = one.note?.[0]?.text
  return [
    {
      type: 'ServiceRequest',
      id: one.id ?? '',
      kind,
      name: one.code?.text ?? '',
      detail: '',
      at: one.authoredOn ?? '',
      goesOn: one.status !== 'completed',
      line: {
        kind,
        id: ctx.newId(),
        code: orderCode(one),
        ...(every ? { everyHours: every } : {}),
        ...(info ? { clinicalInfo: info } : {}),
        ...(note ? { note } : {}),
      },
    },
  ]
}

async function copyables(ctx: Context, encounterId: string): Promise<Copyable[]> {
  const query = { encounter: encounterId, _count: '500' }
  const [services, drugs] = await Promise.all([
    searchResources<ServiceRequest>(ctx, 'ServiceRequest', query),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', query),
  ])
  return [...drugs.flatMap((one) => drugCopy(ctx, one)), ...services.flatMap((one) => serviceCopy(ctx, one))]
}

/** Orders of a day, yesterday's when none is told, as lines that can be placed again; what still goes on says so. */
export async function ordersToCopy(ctx: Context, encounterId: string, day?: string): Promise<CopyView> {
  const of = day ?? addDays(dayInVietnam(ctx.now()), -1)
  const found = (await copyables(ctx, encounterId)).filter((one) => dayInVietnam(new Date(one.at)) === of)
  return { day: of, orders: found.map(({ at, ...one }) => ({ ...one, orderedAt: at })) }
}

/** Places orders of the stay again, from now on, in one act; an order that still goes on is not doubled. */
export async function copyForward(ctx: Context, encounterId: string, body: CopyBody): Promise<ActView> {
  const wanted = new Set(body.orders)
  const found = (await copyables(ctx, encounterId)).filter((one) => wanted.has(one.id) && !one.goesOn)
  if (found.length === 0) throw orderErrors.nothingToCopy()
  return placeAct(ctx, encounterId, {
    lines: found.map((one) => one.line),
    ...(body.overrides ? { overrides: body.overrides } : {}),
  })
}
