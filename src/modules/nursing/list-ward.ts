import { idOf } from '#fhir/encounter.ts'
import { present } from '#kernel/present.ts'
import {
  type EscalationTask,
  escalationCode,
  escalationView,
  type LastMeasured,
  lastMeasured,
  nextMeasurement,
} from '#modules/vitals/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import { levelOf } from './care-level.ts'
import { type Shift, shiftAt } from './domain/shifts.ts'
import { notDoneWords, shiftEditions } from './nursing-data.ts'
import { departmentsOf, staysInHouse, type WardStay, wardStays } from './people.ts'
import { type StayTasks, shiftTaskViews, stayTasks } from './tasks.ts'
import type { WardNursing, WardRow } from './ward-contract.ts'

/** The ward of the shift: who is measured next, whose score calls, which tasks are open. */
export async function listWard(ctx: Context, wanted: string | undefined): Promise<WardNursing> {
  const now = ctx.now()
  const shift = shiftAt(shiftEditions, now)
  const inHouse = await staysInHouse(ctx)
  const departments = await departmentsOf(ctx, inHouse)
  const department = wanted ?? departments[0]?.id
  const stays = await wardStays(
    ctx,
    inHouse.filter((one) => idOf(one.serviceProvider) === department),
  )
  const ids = stays.map(({ encounterId }) => encounterId)
  const [tasks, measured, calls] = await Promise.all([
    stayTasks(ctx, stays),
    lastMeasured(ctx, ids),
    callsOf(ctx, ids),
  ])
  await auditView(ctx, { kind: 'nursing.ward', entities: ids.map((id) => `Encounter/${id}`) })
  return {
    ...present({ department }),
    departments: [...departments],
    shift: { id: shift.id, title: shift.title },
    notDone: notDoneWords.map(({ code, title }) => ({ code, title })),
    rows: stays.map((stay) => {
      const call = calls.find((one) => idOf(one.encounter) === stay.encounterId)
      const facts = { tasks: tasks.get(stay.encounterId), last: measured.get(stay.encounterId), call }
      return wardRow(ctx, stay, shift, facts)
    }),
  }
}

const callsOf = (ctx: Context, ids: readonly string[]): Promise<EscalationTask[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : searchResources<EscalationTask>(ctx, 'Task', {
        encounter: ids.map((id) => `Encounter/${id}`).join(','),
        code: escalationCode,
        status: 'requested,accepted',
        _count: '200',
      })

interface RowFacts {
  readonly tasks: StayTasks | undefined
  readonly last: LastMeasured | undefined
  readonly call: EscalationTask | undefined
}

function wardRow(ctx: Context, stay: WardStay, shift: Shift, { tasks, last, call }: RowFacts): WardRow {
  const now = ctx.now()
  const level = levelOf(tasks?.orders ?? [], now)?.level
  const next = measureAt(stay, last, level?.measureEveryMinutes)
  const { warning } = last ?? {}
  return {
    encounterId: stay.encounterId,
    patientId: stay.patientId,
    name: stay.name,
    department: stay.departmentId,
    measureOverdue: next !== undefined && next < now,
    tasks: tasks ? [...shiftTaskViews(ctx, stay.encounterId, tasks, shift)] : [],
    ...present({
      bed: stay.bed,
      careLevel: level?.code,
      warning: warning && { score: warning.score, total: warning.total, ...present({ level: warning.level }) },
      measuredAt: last?.at.toISOString(),
      measureAt: next?.toISOString(),
      call: call && escalationView(call),
    }),
  }
}

/** A patient who was never measured is due from admission on, once a level of care says how often. */
export function measureAt(
  { admittedAt }: Pick<WardStay, 'admittedAt'>,
  last: LastMeasured | undefined,
  everyMinutes: number | undefined,
): Date | undefined {
  if (last) return nextMeasurement(last.at, last.everyMinutes, everyMinutes)
  return everyMinutes === undefined || !admittedAt ? undefined : new Date(admittedAt)
}
