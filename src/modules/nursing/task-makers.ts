import type { ServiceRequest, Task, Timing } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import { levelCodeOf, levelOf } from './care-level.ts'
import { hoursOf, type Plan } from './care-plans.ts'
import type { TaskMaker } from './domain/task-list.ts'
import { taskWords, titleOf } from './nursing-data.ts'

/** What asks for tasks in one stay. */
export interface StayMakers {
  readonly admittedAt: string
  readonly orders: readonly (ServiceRequest & { id: string })[]
  readonly plans: readonly Plan[]
  /** Tasks that a nurse set by hand. */
  readonly own: readonly (Task & { id: string })[]
}

/** Everything that asks for nursing tasks: the level of care, orders of the doctor, plans, nurses. */
export function makersOf({ admittedAt, orders, plans, own }: StayMakers, now: Date): readonly TaskMaker[] {
  return [
    ...levelMakers(orders, admittedAt, now),
    ...orders.flatMap(orderMaker),
    ...plans.flatMap(planMakers),
    ...own.flatMap(ownMaker),
  ]
}

function levelMakers(orders: readonly ServiceRequest[], admittedAt: string, now: Date): TaskMaker[] {
  const ordered = levelOf(orders, now)
  return (ordered?.level.tasks ?? []).map(({ code, hours }) => ({
    source: 'level',
    sourceId: ordered?.level.code ?? '',
    code,
    text: titleOf(taskWords, code),
    hours,
    from: ordered?.at ?? admittedAt,
  }))
}

const dayHours = { h: 1, d: 24 } as const

/** An order by its hours, its frequency or its moment; one without a time is due when it was given. */
function orderMaker(order: ServiceRequest & { id: string }): TaskMaker[] {
  const from = order.authoredOn
  if (levelCodeOf(order) !== undefined || !from) return []
  const repeat = order.occurrenceTiming?.repeat
  const until = repeat?.boundsPeriod?.end
  return [
    {
      source: 'order',
      sourceId: order.id,
      code: 'other',
      text: order.code?.text ?? order.code?.coding?.[0]?.display ?? '',
      from: repeat?.boundsPeriod?.start ?? from,
      ...present({ until }),
      ...whenOf(repeat, order.occurrenceDateTime ?? order.occurrenceTiming?.event?.[0] ?? from),
    },
  ]
}

function whenOf(repeat: Timing['repeat'], once: string): Pick<TaskMaker, 'hours' | 'everyHours' | 'once'> {
  if (repeat?.timeOfDay && repeat.timeOfDay.length > 0) return { hours: hoursOf(repeat.timeOfDay) }
  const unit = dayHours[repeat?.periodUnit as keyof typeof dayHours]
  if (unit === undefined || !repeat?.period) return { once }
  return { everyHours: (unit * repeat.period) / (repeat.frequency ?? 1) }
}

function planMakers(plan: Plan): TaskMaker[] {
  return (plan.activity ?? []).flatMap(({ detail }) => {
    const code = detail?.code?.coding?.find(({ system }) => system === cs.nursingTask)?.code
    const hours = hoursOf(detail?.scheduledTiming?.repeat?.timeOfDay)
    if (!code || hours.length === 0) return []
    const from = plan.period?.start ?? ''
    return [{ source: 'plan' as const, sourceId: plan.id, code, text: detail?.code?.text ?? code, hours, from }]
  })
}

function ownMaker(task: Task & { id: string }): TaskMaker[] {
  const once = task.restriction?.period?.end
  const code = task.code?.coding?.find(({ system }) => system === cs.nursingTask)?.code ?? 'other'
  if (!once) return []
  return [{ source: 'own', sourceId: task.id, code, text: task.code?.text ?? code, once, from: once }]
}
