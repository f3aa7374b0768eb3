import type { Patient } from '@medplum/fhirtypes'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { levelOf } from './care-level.ts'
import { plansOf, planView, templatesOn } from './care-plans.ts'
import type { NursingView } from './contract.ts'
import { editionOn } from './domain/editions.ts'
import { shiftAt } from './domain/shifts.ts'
import { listGlucose } from './glucose.ts'
import { listLines } from './lines.ts'
import { listNotes } from './notes.ts'
import { careLevelEditions, lineKinds, notDoneWords, shiftEditions, taskWords } from './nursing-data.ts'
import { listRisks } from './risks.ts'
import { readStay } from './stay.ts'
import { shiftTaskViews, stayTasks } from './tasks.ts'

/** Everything of nursing in a stay but fluids and vital signs. */
export async function nursingView(ctx: Context, stayId: string): Promise<NursingView> {
  const stay = await readStay(ctx, stayId)
  const now = ctx.now()
  const today = dayInVietnam(now)
  const shift = shiftAt(shiftEditions, now)
  const { birthDate } = await readResource<Patient>(ctx, 'Patient', stay.patientId)
  const ageDays = birthDate ? daysBetween(`${birthDate}-01-01`.slice(0, 10), today) : undefined
  const [tasks, plans, lines, risks, notes, glucose] = await Promise.all([
    stayTasks(ctx, [stay]),
    plansOf(ctx, [stayId], 'active,completed,revoked'),
    listLines(ctx, stay),
    listRisks(ctx, stay, ageDays),
    listNotes(ctx, stay),
    listGlucose(ctx, stay),
  ])
  await auditView(ctx, { patientId: stay.patientId, kind: 'nursing.stay', entities: [`Encounter/${stayId}`] })
  const mine = tasks.get(stayId)
  return {
    encounterId: stayId,
    patientId: stay.patientId,
    ...present({ ageDays, level: levelView(levelOf(mine?.orders ?? [], now)) }),
    levels: (editionOn(careLevelEditions, today)?.levels ?? []).map(({ code, title, meaning }) => ({
      code,
      title,
      meaning,
    })),
    shift: { id: shift.id, title: shift.title, start: shift.start.toISOString(), end: shift.end.toISOString() },
    tasks: mine ? [...shiftTaskViews(ctx, stayId, mine, shift)] : [],
    taskWords: taskWords.map(({ code, title }) => ({ code, title })),
    notDone: notDoneWords.map(({ code, title }) => ({ code, title })),
    plans: plans.map(planView).toSorted((a, b) => b.since.localeCompare(a.since)),
    templates: templatesOn(today).map(({ code, title, problem, goal, source, activities }) => ({
      code,
      title,
      problem,
      goal: goal.text,
      source,
      activities: activities.map((one) => ({ code: one.code, hours: [...one.hours] })),
    })),
    lines: [...lines],
    lineKinds: lineKinds.map(({ code, title }) => ({ code, title })),
    risks: [...risks],
    notes: [...notes],
    glucose: [...glucose],
  }
}

function levelView(ordered: ReturnType<typeof levelOf>): NursingView['level'] {
  if (!ordered) return undefined
  const { code, title, meaning, measureEveryMinutes } = ordered.level
  return {
    code,
    title,
    meaning,
    measureEveryMinutes,
    ...present({ orderedBy: ordered.by, orderedAt: ordered.at }),
  }
}
