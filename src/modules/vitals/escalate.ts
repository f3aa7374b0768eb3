import type { Encounter, Observation, Task } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { type Answer, bandFor, isGraver, type Warning, type WarningLevel } from './domain/early-warning.ts'
import { warningRules } from './early-warning-rules.ts'

export const levelSystem = `${cs.score}:warning-level`
export const escalationCode = `${cs.nursingTask}|escalation`

export type EscalationTask = Task & { id: string }

export const levelOf = (task: Task): WarningLevel =>
  (task.businessStatus?.coding?.find(({ system }) => system === levelSystem)?.code as WarningLevel | undefined) ??
  'low'

/** Escalations of a stay that nobody has answered yet. */
export function openEscalations(ctx: Context, encounterId: string): Promise<EscalationTask[]> {
  return searchResources<EscalationTask>(ctx, 'Task', {
    encounter: `Encounter/${encounterId}`,
    code: escalationCode,
    status: 'requested,accepted',
  })
}

export interface Escalating {
  readonly encounter: Encounter & { id: string }
  readonly warning: Warning
  readonly observation: Observation & { id: string }
  readonly at: string
}

/** Whom something measured calls, and by when. */
export interface Calling {
  readonly encounter: Encounter & { id: string }
  /** `NEWS2 7` */
  readonly what: string
  readonly level: WarningLevel
  readonly answer: Answer
  readonly observationId: string
}

export interface Escalation {
  readonly changes: readonly Change[]
  readonly task?: EscalationTask
}

/** What a score calls for. */
export async function escalate(ctx: Context, of: Escalating): Promise<Escalation> {
  const { encounter, warning, observation } = of
  const band = bandFor(warningRules, warning, dayInVietnam(new Date(of.at)))
  if (!band?.answer) return { changes: [] }
  const what = `${warning.score} ${warning.total}`
  return raiseCall(ctx, {
    encounter,
    what,
    level: band.level,
    answer: band.answer,
    observationId: observation.id,
  })
}

/**
 * One call stands open for a stay: a graver one raises it and asks anew, another of the same level adds nothing to it.
 * Two sets written at the same moment wait for each other.
 */
export async function raiseCall(ctx: Context, of: Calling): Promise<Escalation> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`escalation ${of.encounter.id}`}, 0))`.execute(ctx.db)
  const [standing] = await openEscalations(ctx, of.encounter.id)
  if (standing && !isGraver(of.level, levelOf(standing))) return { changes: [], task: standing }
  const task = escalationTask(ctx, of, standing?.id ?? ctx.newId())
  return {
    task,
    changes: [standing ? { kind: 'update', resource: task } : { kind: 'create', resource: task, id: task.id }],
  }
}

function escalationTask(ctx: Context, of: Calling, id: string): EscalationTask {
  const { encounter, answer } = of
  const now = ctx.now()
  const until = new Date(now.getTime() + answer.withinMinutes * 60_000)
  const { name, practitionerId } = ctx.actor
  const bed = encounter.location?.find(({ status }) => status === 'active')?.location
  return {
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: 'order',
    priority: answer.priority,
    ...present({ for: encounter.subject, location: bed }),
    businessStatus: { coding: [{ system: levelSystem, code: of.level }] },
    code: { coding: [{ system: cs.nursingTask, code: 'escalation' }], text: of.what },
    description: `${answer.tell.vi}. ${answer.act.vi}.`,
    focus: { reference: `Observation/${of.observationId}` },
    encounter: { reference: `Encounter/${encounter.id}` },
    authoredOn: instantInVietnam(now),
    requester: practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name },
    restriction: { period: { end: instantInVietnam(until) } },
  }
}
