import type { Encounter, ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { type KnownDrugLine, timesADay } from '#modules/drug-orders/index.ts'
import {
  alertView,
  type CheckAlert,
  type CheckedView,
  checkLines,
  graveFirst,
} from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { duplicateOrders, type Orderable, type StandingOrder } from './domain/duplicates.ts'
import { offerKey, offersByKey } from './offered.ts'
import { orderCode } from './read-orders.ts'
import { type KnownServiceLine, kindOf } from './service-request.ts'

/** Kinds of which the same on one day is a mistake until said otherwise. */
const onceADay: ReadonlySet<string> = new Set(['laboratory', 'imaging', 'function-test', 'consultation', 'blood'])

const asOrderable = ({ offered }: KnownServiceLine): Orderable => ({
  code: offerKey(offered),
  name: offered.name,
  price: offered.price ?? 0,
  tests: offered.tests.map((code) => offerKey({ kind: offered.kind, code })),
})

/** What of the day stands already, and what goes on until it is stopped. */
async function standing(ctx: Context, patientId: string, except: string | undefined): Promise<StandingOrder[]> {
  const requests = await searchResources<ServiceRequest>(ctx, 'ServiceRequest', {
    patient: patientId,
    status: 'active,on-hold,completed',
    _count: '500',
  })
  const known = await offersByKey(ctx)
  const today = dayInVietnam(ctx.now())
  return requests.flatMap((one): StandingOrder[] => {
    const kind = kindOf(one)
    const goesOn = !onceADay.has(kind) && kind !== 'procedure' && one.status !== 'completed'
    const ofToday = onceADay.has(kind) && dayInVietnam(new Date(one.authoredOn ?? 0)) === today
    if (one.id === except || (!goesOn && !ofToday)) return []
    const code = offerKey({ kind, code: orderCode(one) })
    const tests = known.get(code)?.tests.map((test) => offerKey({ kind, code: test })) ?? [code]
    return [{ id: one.id ?? '', code, name: one.code?.text ?? '', tests, orderedAt: one.authoredOn ?? '' }]
  })
}

/** The same test, examination, diet or care twice. */
async function duplicates(
  ctx: Context,
  encounter: Encounter,
  lines: readonly KnownServiceLine[],
  except: string | undefined,
): Promise<CheckAlert[]> {
  if (lines.length === 0) return []
  const there = await standing(ctx, idOf(encounter.subject), except)
  return lines.flatMap((line) =>
    duplicateOrders([asOrderable(line)], there).map((one): CheckAlert => {
      const at = { vi: one.orderedAt.slice(11, 16), en: one.orderedAt.slice(11, 16) }
      return {
        key: `duplicate:order:${one.code}:${one.standingId}`,
        rule: `duplicate.${line.offered.kind}`,
        kind: 'duplicate',
        level: 'warning',
        overridable: true,
        lineId: line.id,
        what: { vi: `Đã chỉ định: ${one.name}`, en: `Already ordered: ${one.name}` },
        why: {
          vi: `${one.standingName}, lúc ${at.vi} ngày ${one.orderedAt.slice(0, 10)}`,
          en: `${one.standingName}, at ${at.en} on ${one.orderedAt.slice(0, 10)}`,
        },
        todo: { vi: 'Bỏ ra, hoặc ghi lý do làm lại', en: 'Leave it out, or say why it is done again' },
        source: 'data/orders',
        confidence: 'S',
        cause: `ServiceRequest/${one.standingId}`,
      }
    }),
  )
}

export interface CheckedAct {
  readonly alerts: readonly CheckAlert[]
  readonly view: CheckedView
}

/** Every alert about the lines of an act, drugs and all else. */
export async function checkAct(
  ctx: Context,
  encounter: Encounter,
  lines: { readonly drugs: readonly KnownDrugLine[]; readonly services: readonly KnownServiceLine[] },
  except?: string,
): Promise<CheckedAct> {
  const drugs = await checkLines(
    ctx,
    encounter,
    lines.drugs.map((line) => ({
      id: line.id,
      drug: line.drug,
      dose: line.dose,
      doseUnit: line.rateMlPerHour === undefined ? line.doseUnit : 'ml',
      timesADay: timesADay(line.schedule),
    })),
    { except: except === undefined ? [] : [except] },
  )
  const twice = await duplicates(ctx, encounter, lines.services, except)
  return {
    alerts: [...drugs.alerts, ...twice].sort(graveFirst),
    view: { ...drugs.view, alerts: [...drugs.view.alerts, ...twice.map((one) => alertView(ctx, one))] },
  }
}
