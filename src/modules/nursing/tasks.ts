import { createHash } from 'node:crypto'
import type { Task } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { nursingOrders } from './care-level.ts'
import { plansOf } from './care-plans.ts'
import type { TaskView } from './contract.ts'
import { type Shift, shiftEditionOn } from './domain/shifts.ts'
import { type DueTask, isOverdue, type TaskMaker, tasksOfShift } from './domain/task-list.ts'
import { shiftEditions } from './nursing-data.ts'
import { makersOf } from './task-makers.ts'

export type NursingTask = Task & { id: string }

/** The stays of which tasks are asked, with their admission. */
export interface TaskStay {
  readonly encounterId: string
  readonly admittedAt: string
}

export interface StayTasks {
  readonly makers: readonly TaskMaker[]
  readonly orders: Awaited<ReturnType<typeof nursingOrders>>
  /** Tasks that nurses set by hand and nobody has written of. */
  readonly own: readonly NursingTask[]
  readonly written: readonly NursingTask[]
}

const dueAtOf = (task: Task) => task.extension?.find(({ url }) => url === ext.dueAt)?.valueDateTime

/** One task at one moment has one id: two nurses who write of it write the same resource. */
export function taskId(encounterId: string, { source, sourceId, code, dueAt }: Omit<DueTask, 'text'>): string {
  const key = [encounterId, source, sourceId, source === 'own' ? '' : code, dueAt.toISOString()].join(' ')
  return createHash('sha256').update(`nursing task ${key}`).digest('hex').slice(0, 32)
}

/** What asks for tasks in these stays, and what was written of tasks so far. */
export async function stayTasks(
  ctx: Context,
  stays: readonly TaskStay[],
): Promise<ReadonlyMap<string, StayTasks>> {
  const ids = stays.map(({ encounterId }) => encounterId)
  const encounter = ids.map((id) => `Encounter/${id}`).join(',')
  const since = instantInVietnam(new Date(ctx.now().getTime() - looksBackMs))
  const search = (query: Readonly<Record<string, string>>) =>
    ids.length === 0 ? [] : searchResources<NursingTask>(ctx, 'Task', { encounter, _count: '1000', ...query })
  const [orders, plans, set, written] = await Promise.all([
    nursingOrders(ctx, ids),
    plansOf(ctx, ids, 'active'),
    search({ status: 'requested', intent: 'plan' }),
    search({ status: 'completed,rejected', intent: 'order', 'authored-on': `ge${since}` }),
  ])
  const mine = <T extends { encounter?: { reference?: string } }>(all: readonly T[], id: string) =>
    all.filter((one) => idOf(one.encounter) === id)
  return new Map(
    stays.map(({ encounterId, admittedAt }) => {
      const stay = {
        admittedAt,
        orders: mine(orders, encounterId),
        plans: mine(plans, encounterId),
        own: mine(set, encounterId),
      }
      return [
        encounterId,
        {
          makers: makersOf(stay, ctx.now()),
          orders: stay.orders,
          own: stay.own,
          written: mine(written, encounterId).filter((one) => dueAtOf(one) !== undefined),
        },
      ]
    }),
  )
}

/** Longer than a shift: what was written before does not stand in it. */
const looksBackMs = 12 * 3_600_000

/** The tasks of a shift with what was written of them. */
export function shiftTaskViews(
  ctx: Context,
  encounterId: string,
  of: StayTasks,
  shift: Shift,
): readonly TaskView[] {
  const now = ctx.now()
  const { graceMinutes } = shiftEditionOn(shiftEditions, dayInVietnam(now))
  const written = new Map(of.written.map((task) => [task.id, task]))
  const views = tasksOfShift(of.makers, shift).map((due) =>
    taskView(due, written.get(taskId(encounterId, due)), isOverdue(due.dueAt, now, graceMinutes)),
  )
  const shown = new Set(views.map((one) => one.taskId))
  const ended = of.written.filter((task) => !shown.has(task.id) && endedIn(task, shift)).map(endedView)
  return [...views, ...ended].toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))
}

const endedIn = (task: Task, { start, end }: Shift): boolean => {
  const at = Date.parse(task.executionPeriod?.end ?? '')
  return at >= start.getTime() && at < end.getTime()
}

const sources = { ServiceRequest: 'order', CarePlan: 'plan', Task: 'own' } as const

/** A task whose order or plan has ended since it was written of. */
function endedView(task: NursingTask): TaskView {
  const [type = '', sourceId = ''] = task.basedOn?.[0]?.reference?.split('/') ?? []
  const due: DueTask = {
    source: sources[type as keyof typeof sources] ?? 'level',
    sourceId,
    code: task.code?.coding?.find(({ system }) => system === cs.nursingTask)?.code ?? 'other',
    text: task.code?.text ?? '',
    dueAt: new Date(dueAtOf(task) ?? 0),
  }
  return taskView(due, task, false)
}

export function taskView({ dueAt, ...due }: DueTask, task: NursingTask | undefined, overdue: boolean): TaskView {
  const counts = task && task.status !== 'entered-in-error' ? task : undefined
  return {
    ...due,
    dueAt: dueAt.toISOString(),
    overdue: overdue && !counts,
    ...present({
      outcome: counts && (counts.status === 'completed' ? ('done' as const) : ('not-done' as const)),
      taskId: counts?.id,
      by: counts?.owner?.display,
      at: counts?.executionPeriod?.end,
      reason: counts?.statusReason?.text,
    }),
  }
}
