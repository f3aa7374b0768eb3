import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { EscalationView } from './contract.ts'
import { vitalErrors } from './errors.ts'
import type { EscalationTask } from './escalate.ts'
import { escalationView } from './escalation-view.ts'

async function readEscalation(ctx: Context, id: string): Promise<EscalationTask> {
  const task = await findResource<EscalationTask>(ctx, 'Task', id)
  if (!task?.code?.coding?.some(({ code }) => code === 'escalation')) throw vitalErrors.noEscalation({ id })
  if (task.status === 'completed' || task.status === 'entered-in-error')
    throw vitalErrors.escalationAnswered({ by: task.owner?.display ?? '–' })
  return task
}

function write(ctx: Context, before: EscalationTask, change: Partial<EscalationTask>): Promise<EscalationView> {
  const task: EscalationTask = { ...before, ...change, lastModified: instantInVietnam(ctx.now()) }
  return commit(ctx, [{ kind: 'update', resource: task, ifVersion: Number(before.meta?.versionId ?? 1) }]).then(
    () => escalationView(task),
  )
}

const me = ({ actor }: Context) => ({
  display: actor.name,
  ...present({ reference: actor.practitionerId && `Practitioner/${actor.practitionerId}` }),
})

/** Somebody says: I have heard it, I come. */
export async function takeEscalation(ctx: Context, id: string): Promise<EscalationView> {
  const task = await readEscalation(ctx, id)
  if (task.status === 'accepted') throw vitalErrors.escalationTaken({ by: task.owner?.display ?? '–' })
  return write(ctx, task, {
    status: 'accepted',
    owner: me(ctx),
    executionPeriod: { start: instantInVietnam(ctx.now()) },
  })
}

/** What was found and done at the bedside; it closes the call. */
export async function answerEscalation(ctx: Context, id: string, answer: string): Promise<EscalationView> {
  const task = await readEscalation(ctx, id)
  const now = instantInVietnam(ctx.now())
  return write(ctx, task, {
    status: 'completed',
    owner: task.owner ?? me(ctx),
    executionPeriod: { start: task.executionPeriod?.start ?? now, end: now },
    note: [...(task.note ?? []), { text: answer.trim(), time: now, authorString: ctx.actor.name }],
  })
}
