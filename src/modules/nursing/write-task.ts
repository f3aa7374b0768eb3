import type { Task } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { AppError } from '#kernel/app-error.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import type { OwnTaskBody, TaskBody, TaskView } from './contract.ts'
import { type Shift, shiftAt } from './domain/shifts.ts'
import { type DueTask, tasksOfShift } from './domain/task-list.ts'
import { nursingErrors } from './errors.ts'
import { notDoneWords, shiftEditions, taskWords, titleOf } from './nursing-data.ts'
import { actorOf, bedOf, momentOf, ofStay, openStay, payerOf, type Stay } from './stay.ts'
import { type NursingTask, type StayTasks, stayTasks, taskId, taskView } from './tasks.ts'

/** Done so long before its time it is another task's. */
const earliestMs = 2 * 3_600_000

/** Writes of a task that it was done, or why not. Whoever comes second is told what the first wrote. */
export async function writeTask(ctx: Context, stayId: string, body: TaskBody): Promise<TaskView> {
  const stay = await openStay(ctx, stayId)
  const { source, sourceId, code } = body
  const id = taskId(stayId, { source, sourceId, code, dueAt: new Date(body.dueAt) })
  const earlier = await findResource<NursingTask>(ctx, 'Task', id)
  if (earlier && earlier.status !== 'entered-in-error') throw toldOf(earlier)
  const tasks = (await stayTasks(ctx, [stay])).get(stayId)
  const due = tasks && dueTask(tasks, body)
  if (!tasks || !due) throw nursingErrors.noSuchTask()
  const at = momentOf(ctx, stay, body.at)
  if (due.dueAt.getTime() - earliestMs > Date.parse(at))
    throw nursingErrors.taskEarly({ due: instantInVietnam(due.dueAt) })
  const reason = reasonOf(body)
  const task = taskOf(ctx, stay, due, { id, body, reason, at })
  const version = earlier && Number(earlier.meta?.versionId ?? 1)
  const write: Change =
    version === undefined
      ? { kind: 'create', resource: task, id }
      : {
          kind: 'update',
          resource: { ...task, note: [...(earlier?.note ?? []), ...(task.note ?? [])] },
          ifVersion: version,
        }
  await writeOnce(ctx, id, [write, ...closing(tasks, due)])
  return taskView(due, task, false)
}

const toldOf = (earlier: NursingTask) =>
  nursingErrors.taskDone({
    by: earlier.owner?.display ?? '–',
    at: earlier.executionPeriod?.end ?? '',
    outcome: earlier.status === 'completed' ? 'done' : 'not-done',
  })

const second = new Set(['store.exists', 'store.versionConflict'])

/** Who comes second at the same moment is told the same as who comes later. */
async function writeOnce(ctx: Context, id: string, changes: readonly Change[]): Promise<void> {
  try {
    await commit(ctx, changes)
  } catch (error) {
    if (!(error instanceof AppError) || !second.has(error.code)) throw error
    const earlier = await findResource<NursingTask>(ctx, 'Task', id)
    throw earlier ? toldOf(earlier) : error
  }
}

function dueTask({ makers }: StayTasks, body: TaskBody): DueTask | undefined {
  const at = new Date(body.dueAt)
  const shift: Shift = shiftAt(shiftEditions, at)
  return tasksOfShift(makers, shift).find(
    (one) =>
      one.source === body.source &&
      one.sourceId === body.sourceId &&
      one.code === body.code &&
      one.dueAt.getTime() === at.getTime(),
  )
}

function reasonOf({ outcome, reason, note }: TaskBody): string | undefined {
  if (outcome === 'done') return undefined
  const word = notDoneWords.find(({ code }) => code === reason)
  if (!word || (word.code === 'other' && !note?.trim())) throw nursingErrors.reasonMissing()
  return [word.title.vi, note?.trim()].filter(Boolean).join(': ')
}

interface Written {
  readonly id: string
  readonly body: TaskBody
  readonly reason: string | undefined
  readonly at: string
}

function taskOf(ctx: Context, stay: Stay, due: DueTask, { id, body, reason, at }: Written): NursingTask {
  const { subject, encounter } = ofStay(stay)
  const basis = { order: 'ServiceRequest', plan: 'CarePlan', own: 'Task', level: undefined }[due.source]
  const remark = body.note?.trim()
  return {
    resourceType: 'Task',
    id,
    status: body.outcome === 'done' ? 'completed' : 'rejected',
    intent: 'order',
    code: { coding: [{ system: cs.nursingTask, code: due.code }], text: due.text },
    for: subject,
    encounter,
    authoredOn: instantInVietnam(ctx.now()),
    executionPeriod: { start: at, end: at },
    owner: actorOf(ctx),
    extension: [{ url: ext.dueAt, valueDateTime: instantInVietnam(due.dueAt) }, ...payerOf(stay)],
    input: [{ type: { text: 'quantity' }, valueDecimal: 1 }],
    ...present({
      location: bedOf(stay),
      basedOn: basis === undefined ? undefined : [{ reference: `${basis}/${due.sourceId}` }],
      statusReason: reason === undefined ? undefined : { text: reason },
      note:
        remark !== undefined && remark !== '' && body.outcome === 'done'
          ? [{ text: remark, time: at }]
          : undefined,
    }),
  }
}

/** An order for one moment, or a task set by hand, is over with what was written of it. */
function closing({ orders, own }: StayTasks, due: DueTask): Change[] {
  const set = due.source === 'own' ? own.find(({ id }) => id === due.sourceId) : undefined
  if (set)
    return [
      { kind: 'update', resource: { ...set, status: 'completed' }, ifVersion: Number(set.meta?.versionId ?? 1) },
    ]
  const order = due.source === 'order' ? orders.find(({ id }) => id === due.sourceId) : undefined
  if (!order || order.occurrenceTiming?.repeat) return []
  return [
    { kind: 'update', resource: { ...order, status: 'completed' }, ifVersion: Number(order.meta?.versionId ?? 1) },
  ]
}

/** A task that a nurse sets for a moment of this stay. */
export async function setOwnTask(ctx: Context, stayId: string, body: OwnTaskBody): Promise<{ id: string }> {
  const stay = await openStay(ctx, stayId)
  if (!taskWords.some(({ code }) => code === body.code))
    throw nursingErrors.unknownWord({ list: 'tasks', code: body.code })
  const id = ctx.newId()
  const { subject, encounter } = ofStay(stay)
  const task: Task = {
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: 'plan',
    code: {
      coding: [{ system: cs.nursingTask, code: body.code }],
      text: body.text?.trim() || titleOf(taskWords, body.code),
    },
    for: subject,
    encounter,
    authoredOn: instantInVietnam(ctx.now()),
    requester: actorOf(ctx),
    restriction: { period: { end: instantInVietnam(new Date(body.dueAt)) } },
  }
  await commit(ctx, [{ kind: 'create', resource: task, id }])
  return { id }
}
