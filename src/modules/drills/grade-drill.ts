import type { Organization } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { writeAudit } from '#store/audit.ts'
import { findResource } from '#store/read.ts'
import type { Grade } from './contract.ts'
import { judge } from './domain/grade.ts'
import { drillErrors } from './errors.ts'
import { requireDemo } from './plan-drill.ts'
import { reactionTo } from './reaction.ts'
import { type DrillRow, readDrill } from './repository.ts'
import { type Scenario, scenarioOf } from './scenarios.ts'

/** Grades what was done until now; again, later, it grades anew. */
export async function gradeDrill(ctx: Context, id: string): Promise<Grade> {
  await requireDemo(ctx)
  const drill = await readDrill(ctx, id)
  const { staged_at: since, facts } = drill
  if (!since || !facts) throw drillErrors.notStaged()
  const scenario = scenarioOf(drill.scenario)
  const { judged, points, verdict } = judge(scenario, since, await reactionTo({ ctx, scenario, since, facts }))
  const grade: Grade = {
    id: drill.id,
    scenario: drill.scenario,
    title: scenario.title[ctx.language],
    stagedAt: instantInVietnam(since),
    gradedAt: instantInVietnam(ctx.now()),
    points,
    verdict,
    checks: judged.map(({ check, ...one }) => ({ ...one, ...check, title: check.title[ctx.language] })),
  }
  const minutes = await ctx.blobs.put(await minutesPaper(ctx, drill, scenario, grade))
  await sql`
    update incident_drill set graded_at = ${ctx.now()}, grade = ${JSON.stringify(grade)}::jsonb, minutes = ${minutes}
    where facility = ${ctx.facility} and id = ${drill.id}::uuid`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'drill',
    outcome: 'success',
    detail: { step: 'graded', drill: drill.id, points },
  })
  return grade
}

const clock = (instant: string) =>
  `${instant.slice(11, 16)} ngày ${instant.slice(0, 10).split('-').reverse().join('/')}`

/** The minutes, in Vietnamese whoever asks. */
async function minutesPaper(ctx: Context, { facts }: DrillRow, scenario: Scenario, grade: Grade): Promise<Buffer> {
  const owner = await findResource<Organization>(ctx, 'Organization', 'facility')
  const titles = new Map(scenario.checks.map(({ check, title }) => [check, title.vi]))
  const { pdf } = await paperRenderer().render({
    template: '_print/incident-drill.typ',
    data: {
      facility: owner?.name ?? '',
      title: scenario.title.vi,
      story: scenario.story.vi,
      staged: clock(grade.stagedAt),
      graded: clock(grade.gradedAt),
      by: ctx.actor.name,
      read: facts?.read ?? 0,
      files: facts?.files.length ?? 0,
      address: facts?.address ?? '',
      points: grade.points,
      verdict: grade.verdict,
      checks: grade.checks.map((one) => ({
        ...one,
        title: titles.get(one.check) ?? one.check,
        minutes: one.minutes ?? -1,
      })),
    },
    at: ctx.now(),
    standard: 'a-2b',
  })
  return pdf
}
