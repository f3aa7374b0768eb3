import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { DrillList, Grade } from './contract.ts'
import { isDemo } from './plan-drill.ts'
import type { DrillRow } from './repository.ts'
import { findScenario } from './scenarios.ts'

const most = 100

type Listed = DrillRow & { readonly planned_by: string; readonly graded_at: Date | null }

/** The drills of this hospital, the latest first, and whether one can be staged here at all. */
export async function listDrills(ctx: Context): Promise<DrillList> {
  const { rows } = await sql<Listed>`
    select id, scenario, planned_at, planned_by, staged_at, graded_at, grade, minutes from incident_drill
    where facility = ${ctx.facility} order by planned_at desc limit ${most}`.execute(ctx.db)
  const people = await knownAccounts(ctx, { ids: rows.map((row) => row.planned_by) })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return {
    demo: await isDemo(ctx),
    drills: rows.map((row) => {
      const scenario = findScenario(row.scenario)
      return {
        id: row.id,
        title: scenario?.title[ctx.language] ?? row.scenario,
        story: scenario?.story[ctx.language],
        by: names.get(row.planned_by) ?? row.planned_by,
        stage: row.graded_at ? 'graded' : row.staged_at ? 'staged' : 'planned',
        at: instantInVietnam(row.staged_at ?? row.planned_at),
        gradedAt: row.graded_at ? instantInVietnam(row.graded_at) : undefined,
        grade: row.grade ? inWords(ctx, row.grade) : undefined,
      }
    }),
  }
}

/** A grade is kept in the language of who asked for it; it is shown in that of who reads. */
function inWords(ctx: Context, grade: Grade): Grade {
  const titles = new Map(
    findScenario(grade.scenario)?.checks.map(({ check, title }) => [check, title[ctx.language]]),
  )
  return { ...grade, checks: grade.checks.map((one) => ({ ...one, title: titles.get(one.check) ?? one.title })) }
}
