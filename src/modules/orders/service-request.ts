import type { Encounter, Extension, Reference, ServiceRequest } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { ServiceLineForm } from './contract.ts'
import { type OrderKind, orderKinds } from './domain/kinds.ts'
import type { Offered } from './offered.ts'

/** What the lines of one ordering act have in common. */
export interface ActFrame {
  readonly encounter: Encounter
  readonly requisition: string
  readonly requester: Reference
  readonly extension: readonly Extension[]
  /** The order that this one follows from. */
  readonly basedOn?: Reference
}

export interface KnownServiceLine extends ServiceLineForm {
  readonly offered: Offered
}

function category(kind: string): ServiceRequest['category'] {
  return [
    {
      coding: [
        { system: cs.orderKind, code: kind },
        ...(kind === 'laboratory' ? [{ system: cs.observationCategory, code: 'laboratory' }] : []),
      ],
    },
  ]
}

function occurrence(
  line: KnownServiceLine,
  now: string,
): Pick<ServiceRequest, 'occurrenceTiming' | 'occurrenceDateTime'> {
  const start = line.start ?? now
  if (line.everyHours)
    return {
      occurrenceTiming: {
        repeat: { boundsPeriod: { start }, frequency: 1, period: line.everyHours, periodUnit: 'h' },
      },
    }
  return line.start ? { occurrenceDateTime: start } : {}
}

/** A line of the pad as an active ServiceRequest. */
export function serviceRequest(
  ctx: Context,
  line: KnownServiceLine,
  frame: ActFrame,
): ServiceRequest & { id: string } {
  const { offered } = line
  const now = instantInVietnam(ctx.now())
  const payer = frame.encounter.extension?.find((one) => one.url === ext.payer)
  const extension = [...(payer ? [payer] : []), ...frame.extension]
  return {
    resourceType: 'ServiceRequest',
    id: line.id,
    ...(extension.length > 0 ? { extension } : {}),
    status: 'active',
    intent: 'order',
    ...(frame.basedOn ? { basedOn: [frame.basedOn as NonNullable<ServiceRequest['basedOn']>[number]] } : {}),
    requisition: { system: sid.order, value: frame.requisition },
    category: category(offered.kind) ?? [],
    priority: line.urgent ? 'urgent' : 'routine',
    code: {
      coding: [
        { system: offered.system, code: offered.code, display: offered.name },
        ...(offered.loinc ? [{ system: cs.loinc, code: offered.loinc }] : []),
      ],
      text: offered.name,
    },
    ...(line.quantity === undefined ? {} : { quantityQuantity: { value: line.quantity } }),
    subject: frame.encounter.subject ?? {},
    encounter: { reference: `Encounter/${frame.encounter.id}` },
    ...occurrence(line, now),
    authoredOn: now,
    requester: frame.requester as ServiceRequest['requester'] & object,
    ...(offered.department ? { performer: [{ reference: `Organization/${offered.department}` }] } : {}),
    ...(line.clinicalInfo?.trim() ? { reasonCode: [{ text: line.clinicalInfo.trim() }] } : {}),
    ...(line.note?.trim() ? { note: [{ text: line.note.trim() }] } : {}),
  }
}

/** What kind of order it is; laboratory for those that only say so in the older way. */
export function kindOf(request: ServiceRequest): OrderKind {
  const codings = (request.category ?? []).flatMap((one) => one.coding ?? [])
  const told = codings.find((one) => one.system === cs.orderKind)?.code
  const known = orderKinds.find((one) => one === told)
  if (known) return known
  return codings.some((one) => one.system === cs.observationCategory && one.code === 'laboratory')
    ? 'laboratory'
    : 'procedure'
}
