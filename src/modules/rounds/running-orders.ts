import { readFileSync } from 'node:fs'
import type { MedicationAdministration } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ordersToCopy, type StayOrder, stayOrders } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { RoundMedicine, RoundOrder, RoundView } from './contract.ts'
import { ofStay, type Stay } from './stay.ts'

interface Reasons {
  readonly editions: readonly {
    readonly validFrom: string
    readonly stop: readonly Words[]
    readonly hold: readonly Words[]
  }[]
}
type Words = Readonly<Record<'vi' | 'en', string>>

const reasons = JSON.parse(
  readFileSync(new URL('../../../data/orders/round-reasons.json', import.meta.url), 'utf8'),
) as Reasons

/** Why orders are usually stopped or held, as the hospital words it on this day. */
export function usualReasons(ctx: Context): RoundView['reasons'] {
  const today = dayInVietnam(ctx.now())
  const edition = reasons.editions.findLast(({ validFrom }) => validFrom <= today)
  const said = (words: readonly Words[] = []) => words.map((one) => one[ctx.language])
  return { stop: said(edition?.stop), hold: said(edition?.hold) }
}

interface Given {
  given: number
  missed: number
}

/** Doses of each order that were given or missed on a day. */
async function dosesOf(ctx: Context, stay: Stay, day: string): Promise<ReadonlyMap<string, Given>> {
  const found = await searchResources<MedicationAdministration>(ctx, 'MedicationAdministration', {
    context: ofStay(stay).encounter,
    'effective-time': [`ge${day}T00:00:00+07:00`, `lt${addDays(day, 1)}T00:00:00+07:00`],
    _count: '300',
  })
  const counts = new Map<string, Given>()
  for (const dose of found) {
    if (dose.status === 'entered-in-error') continue
    const id = idOf(dose.request)
    const count = counts.get(id) ?? { given: 0, missed: 0 }
    if (dose.status === 'not-done' || dose.status === 'on-hold') count.missed += 1
    else count.given += 1
    counts.set(id, count)
  }
  return counts
}

/**
 * What the round decides on, one look and one key each: every order that runs or is held, as it went yesterday, and what
 * was ordered yesterday, is over, and may be wanted again.
 */
export async function roundOrders(
  ctx: Context,
  stay: Stay,
  medicines: readonly RoundMedicine[],
): Promise<readonly RoundOrder[]> {
  const yesterday = addDays(dayInVietnam(ctx.now()), -1)
  const { id } = stay.encounter
  const [standing, copies, doses] = await Promise.all([
    stayOrders(ctx, id),
    ordersToCopy(ctx, id, yesterday),
    dosesOf(ctx, stay, yesterday),
  ])
  const counted = new Map(medicines.map((one) => [one.id, one]))
  const running = standing.orders.filter(({ state }) => state === 'active' || state === 'held')
  const shown = new Set(running.map((one) => one.id))
  const byName = new Set(running.map((one) => `${one.kind} ${one.name}`))
  const again = copies.orders.filter(
    (one) => !one.goesOn && !shown.has(one.id) && !byName.has(`${one.kind} ${one.name}`),
  )
  return [
    ...running.map((one): RoundOrder => runningView(one, doses.get(one.id), counted.get(one.id))).reverse(),
    ...again.map(({ type, id: orderId, kind, name, detail, orderedAt }): RoundOrder => {
      const result = standing.orders.find((one) => one.id === orderId)?.result
      const of = { type, id: orderId, kind, name, detail, since: orderedAt, state: 'ended' } as const
      return { ...of, ...present({ result, ...doses.get(orderId) }) }
    }),
  ]
}

function runningView(order: StayOrder, doses: Given | undefined, medicine: RoundMedicine | undefined): RoundOrder {
  const { type, id, kind, name, detail, orderedAt, state, result, due, events } = order
  const held = state === 'held' ? events.findLast((one) => one.state === 'on-hold') : undefined
  return {
    ...{ type, id, kind, name, detail, since: orderedAt },
    state: state === 'held' ? 'held' : 'active',
    ...present({
      result,
      given: doses?.given,
      missed: doses?.missed,
      day: medicine?.day,
      days: medicine?.days,
      why: held?.reason,
      waits: due?.step,
      late: due?.late,
    }),
  }
}
