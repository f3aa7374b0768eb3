import type { CarePlan, Goal } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { PlanBody, PlanView } from './contract.ts'
import type { PlanTemplate } from './domain/care-plan.ts'
import { editionOn } from './domain/editions.ts'
import { nursingErrors } from './errors.ts'
import { planTemplates, taskWords, titleOf } from './nursing-data.ts'
import { actorOf, ofStay, openStay } from './stay.ts'

export type Plan = CarePlan & { id: string }

const templateSystem = 'urn:lanong:care-plan'

export const templatesOn = (day: string): readonly PlanTemplate[] =>
  [...new Set(planTemplates.map(({ code }) => code))].flatMap(
    (code) =>
      editionOn(
        planTemplates.filter((one) => one.code === code),
        day,
      ) ?? [],
  )

export const plansOf = (ctx: Context, encounterIds: readonly string[], status: string): Promise<Plan[]> =>
  encounterIds.length === 0
    ? Promise.resolve([])
    : searchResources<Plan>(ctx, 'CarePlan', {
        encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
        status,
        _count: '500',
      })

export const templateOf = (plan: CarePlan): string =>
  plan.instantiatesUri
    ?.find((one) => one.startsWith(templateSystem))
    ?.split(':')
    .at(-1) ?? ''

/** Takes a plan over from its template, with the goal and hours that the nurse sets for this patient. */
export async function startPlan(ctx: Context, stayId: string, body: PlanBody): Promise<PlanView> {
  const stay = await openStay(ctx, stayId)
  const now = ctx.now()
  const day = dayInVietnam(now)
  const template = templatesOn(day).find(({ code }) => code === body.template)
  if (!template) throw nursingErrors.unknownWord({ list: 'care-plans', code: body.template })
  const running = await plansOf(ctx, [stayId], 'active')
  if (running.some((one) => templateOf(one) === template.code)) throw nursingErrors.planThere()
  const id = ctx.newId()
  const until = addDays(day, template.goal.days)
  const goal: Goal = {
    resourceType: 'Goal',
    id: 'goal',
    lifecycleStatus: 'active',
    description: { text: body.goal?.trim() || template.goal.text.vi },
    subject: { reference: `Patient/${stay.patientId}` },
    startDate: day,
    target: [goalTarget(template, until)],
  }
  const plan: Plan = {
    resourceType: 'CarePlan',
    id,
    contained: [goal],
    instantiatesUri: [`${templateSystem}:${template.validFrom}:${template.code}`],
    status: 'active',
    intent: 'plan',
    title: template.title.vi,
    description: template.problem.vi,
    ...ofStay(stay),
    period: { start: instantInVietnam(now) },
    created: instantInVietnam(now),
    author: actorOf(ctx),
    goal: [{ reference: '#goal' }],
    activity: (body.activities ?? template.activities).map(({ code, hours }) => ({
      detail: {
        kind: 'Task',
        status: 'in-progress',
        code: { coding: [{ system: cs.nursingTask, code: wordOf(code) }], text: titleOf(taskWords, code) },
        scheduledTiming: { repeat: { timeOfDay: hours.map(timeOfDay) } },
      },
    })),
  }
  await commit(ctx, [{ kind: 'create', resource: plan, id }])
  return planView(plan)
}

function wordOf(code: string): string {
  if (!taskWords.some((one) => one.code === code)) throw nursingErrors.unknownWord({ list: 'tasks', code })
  return code
}

const timeOfDay = (hour: number) => `${String(hour).padStart(2, '0')}:00:00`

function goalTarget({ goal }: PlanTemplate, dueDate: string) {
  if (!goal.measure || goal.below === undefined) return { dueDate }
  return {
    dueDate,
    measure: { coding: [{ system: cs.loinc, code: goal.measure }] },
    detailRange: { high: { value: goal.below } },
  }
}

/** Closes a plan with what came of its goal. */
export async function closePlan(
  ctx: Context,
  id: string,
  { outcome, note }: { outcome: 'achieved' | 'not-achieved' | 'not-needed'; note?: string },
): Promise<PlanView> {
  const plan = await findResource<Plan>(ctx, 'CarePlan', id)
  if (!plan || !templateOf(plan)) throw nursingErrors.noSuchPlan({ id })
  await openStay(ctx, idOf(plan.encounter))
  if (plan.status !== 'active') throw nursingErrors.planClosed()
  const now = instantInVietnam(ctx.now())
  const goals = (plan.contained ?? []).map((one) =>
    one.resourceType === 'Goal'
      ? ({
          ...one,
          lifecycleStatus: outcome === 'not-needed' ? 'cancelled' : 'completed',
          achievementStatus: {
            coding: [{ system: achievement, code: outcome === 'achieved' ? 'achieved' : 'not-achieved' }],
          },
          statusDate: now.slice(0, 10),
        } as Goal)
      : one,
  )
  const said = note?.trim()
  const closed: Plan = {
    ...plan,
    contained: goals,
    status: outcome === 'not-needed' ? 'revoked' : 'completed',
    period: { ...plan.period, end: now },
    note: [...(plan.note ?? []), { text: said || outcome, time: now, authorString: ctx.actor.name }],
  }
  await commit(ctx, [{ kind: 'update', resource: closed, ifVersion: Number(plan.meta?.versionId ?? 1) }])
  return planView(closed)
}

const achievement = 'http://terminology.hl7.org/CodeSystem/goal-achievement'

export const hoursOf = (times: readonly string[] | undefined): number[] =>
  (times ?? []).map((time) => Number(time.slice(0, 2)))

export function planView(plan: Plan): PlanView {
  const goal = plan.contained?.find((one): one is Goal => one.resourceType === 'Goal')
  const achieved = goal?.achievementStatus?.coding?.[0]?.code
  return {
    id: plan.id,
    template: templateOf(plan),
    title: plan.title ?? '',
    problem: plan.description ?? '',
    goal: goal?.description?.text ?? '',
    until: goal?.target?.[0]?.dueDate ?? '',
    since: plan.period?.start ?? '',
    activities: (plan.activity ?? []).map(({ detail }) => ({
      code: detail?.code?.coding?.[0]?.code ?? 'other',
      text: detail?.code?.text ?? '',
      hours: hoursOf(detail?.scheduledTiming?.repeat?.timeOfDay),
    })),
    ...present({
      by: plan.author?.display,
      outcome: plan.status === 'active' ? undefined : plan.status === 'revoked' ? 'not-needed' : achieved,
    }),
  }
}
