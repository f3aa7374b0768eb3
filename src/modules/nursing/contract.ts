import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
})
const Text = (most: number) => Type.String({ minLength: 1, maxLength: most })
const Words = Type.Object({ vi: Type.String(), en: Type.String() })
const Code = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })
const Word = Type.Object({ code: Type.String(), title: Words })

export const StayParams = Type.Object({ id: Id })
export const EntryParams = Type.Object({ id: Id })
export const ReasonBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })

export const CareLevelBody = Type.Object({ code: Type.String({ pattern: '^[1-3]$' }) })
export const FluidBody = Type.Object({
  fluid: Code,
  millilitres: Type.Integer({ minimum: 1, maximum: 100_000 }),
  /** Of which drain or catheter. */
  lineId: Type.Optional(Id),
  /** Name of the fluid: `NaCl 0,9 %`. */
  what: Type.Optional(Text(120)),
  at: Type.Optional(Moment),
})
export type FluidBody = Static<typeof FluidBody>
export const DaysQuery = Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })) })

const Struck = Type.Object({ by: Type.String(), reason: Type.String() })
const Way = Type.Enum(['in', 'out'])
export const FluidEntryView = Type.Object({
  id: Type.String(),
  at: Type.String(),
  way: Way,
  fluid: Type.String(),
  column: Type.String(),
  what: Type.String(),
  millilitres: Type.Number(),
  by: Type.Optional(Type.String()),
  source: Type.Enum(['fluid', 'medicine']),
  struck: Type.Optional(Struck),
})
export const FluidView = Type.Object({
  patientId: Type.String(),
  dayBeginsAt: Type.Integer(),
  now: Type.String(),
  days: Type.Array(
    Type.Object({
      day: Type.String(),
      start: Type.String(),
      end: Type.String(),
      in: Type.Number(),
      out: Type.Number(),
      balance: Type.Number(),
      byFluid: Type.Array(Type.Object({ what: Type.String(), way: Way, millilitres: Type.Number() })),
      hours: Type.Array(
        Type.Object({
          at: Type.String(),
          in: Type.Number(),
          out: Type.Number(),
          runningIn: Type.Number(),
          runningOut: Type.Number(),
          entries: Type.Array(FluidEntryView),
        }),
      ),
    }),
  ),
  fluids: Type.Array(
    Type.Object({ code: Type.String(), title: Words, way: Way, line: Type.Optional(Type.Boolean()) }),
  ),
  /** Drains and catheters that are in. */
  lines: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), out: Type.Optional(Type.String()) })),
})
export type FluidView = Static<typeof FluidView>

export const LineBody = Type.Object({
  kind: Code,
  site: Text(120),
  /** What it is called at the bedside: `Dẫn lưu Douglas`. */
  name: Type.Optional(Text(120)),
  at: Type.Optional(Moment),
})
export type LineBody = Static<typeof LineBody>
export const RemoveLineBody = Type.Object({ at: Type.Optional(Moment), reason: Type.Optional(Text(300)) })
export const LineView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  site: Type.String(),
  placedAt: Type.String(),
  placedBy: Type.Optional(Type.String()),
  removedAt: Type.Optional(Type.String()),
  /** The day it was placed is day 1. */
  day: Type.Integer(),
  /** Whether it is still needed is asked. */
  review: Type.Boolean(),
})
export type LineView = Static<typeof LineView>

export const TaskSourceSchema = Type.Enum(['level', 'order', 'plan', 'own'])
export const TaskBody = Type.Object({
  source: TaskSourceSchema,
  sourceId: Type.String({ maxLength: 100 }),
  code: Code,
  dueAt: Moment,
  outcome: Type.Enum(['done', 'not-done']),
  /** Word of data/nursing/tasks.json, for what was not done. */
  reason: Type.Optional(Code),
  note: Type.Optional(Text(300)),
  at: Type.Optional(Moment),
})
export type TaskBody = Static<typeof TaskBody>
export const OwnTaskBody = Type.Object({ code: Code, text: Type.Optional(Text(200)), dueAt: Moment })
export type OwnTaskBody = Static<typeof OwnTaskBody>
export const TaskView = Type.Object({
  source: TaskSourceSchema,
  sourceId: Type.String(),
  code: Type.String(),
  text: Type.String(),
  dueAt: Type.String(),
  overdue: Type.Boolean(),
  outcome: Type.Optional(Type.Enum(['done', 'not-done'])),
  taskId: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  at: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
})
export type TaskView = Static<typeof TaskView>

export const RiskBody = Type.Object({
  score: Type.Enum(['braden', 'morse']),
  answers: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 40 })),
  at: Type.Optional(Moment),
})
export type RiskBody = Static<typeof RiskBody>
export const RiskView = Type.Object({
  score: Type.String(),
  total: Type.Optional(Type.Integer()),
  at: Type.Optional(Type.String()),
  level: Type.Optional(Type.String()),
  dueAt: Type.String(),
  overdue: Type.Boolean(),
  plan: Type.String(),
})
export type RiskView = Static<typeof RiskView>

export const NoteBody = Type.Object({ text: Text(4000), at: Type.Optional(Moment) })
export const NoteView = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.String(),
  text: Type.String(),
  struck: Type.Optional(Struck),
})
export type NoteView = Static<typeof NoteView>

export const GlucoseBody = Type.Object({
  value: Type.String({ pattern: '^\\d{1,2}(\\.\\d)?$' }),
  when: Type.Enum(['fasting', 'before-meal', 'after-meal', 'bedtime', 'other']),
  at: Type.Optional(Moment),
})
export type GlucoseBody = Static<typeof GlucoseBody>
export const GlucoseView = Type.Object({
  id: Type.String(),
  at: Type.String(),
  value: Type.String(),
  when: Type.String(),
  by: Type.Optional(Type.String()),
  flag: Type.Optional(Type.Enum(['critical-low', 'low', 'high'])),
  /** Insulin given from an hour before to two hours after. */
  insulin: Type.Array(Type.Object({ at: Type.String(), text: Type.String() })),
  struck: Type.Optional(Struck),
})
export type GlucoseView = Static<typeof GlucoseView>

const ActivityBody = Type.Object({
  code: Code,
  hours: Type.Array(Type.Integer({ minimum: 0, maximum: 23 }), { maxItems: 24 }),
})
export const PlanBody = Type.Object({
  template: Code,
  goal: Type.Optional(Text(300)),
  activities: Type.Optional(Type.Array(ActivityBody, { maxItems: 20 })),
})
export type PlanBody = Static<typeof PlanBody>
export const ClosePlanBody = Type.Object({
  outcome: Type.Enum(['achieved', 'not-achieved', 'not-needed']),
  note: Type.Optional(Text(300)),
})
export const PlanView = Type.Object({
  id: Type.String(),
  template: Type.String(),
  title: Type.String(),
  problem: Type.String(),
  goal: Type.String(),
  until: Type.String(),
  since: Type.String(),
  by: Type.Optional(Type.String()),
  outcome: Type.Optional(Type.String()),
  activities: Type.Array(
    Type.Object({ code: Type.String(), text: Type.String(), hours: Type.Array(Type.Integer()) }),
  ),
})
export type PlanView = Static<typeof PlanView>

const Sbar = {
  situation: Type.String({ maxLength: 4000 }),
  background: Type.String({ maxLength: 4000 }),
  assessment: Type.String({ maxLength: 4000 }),
  recommendation: Type.String({ maxLength: 4000 }),
}
export const HandOverBody = Type.Object(Sbar)
export type HandOverBody = Static<typeof HandOverBody>
export const HandOverView = Type.Object({
  ...Sbar,
  encounterId: Type.String(),
  shift: Type.String(),
  /** Absent: proposed from the data, nobody has kept it. */
  id: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  /** Written by the person asking: another one accepts it. */
  mine: Type.Optional(Type.Boolean()),
  at: Type.Optional(Type.String()),
  acceptedBy: Type.Optional(Type.String()),
  acceptedAt: Type.Optional(Type.String()),
})
export type HandOverView = Static<typeof HandOverView>

const Level = Type.Object({
  code: Type.String(),
  title: Words,
  meaning: Words,
  measureEveryMinutes: Type.Integer(),
  orderedBy: Type.Optional(Type.String()),
  orderedAt: Type.Optional(Type.String()),
})
export const NursingView = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  ageDays: Type.Optional(Type.Integer()),
  level: Type.Optional(Level),
  levels: Type.Array(Type.Object({ code: Type.String(), title: Words, meaning: Words })),
  shift: Type.Object({ id: Type.String(), title: Words, start: Type.String(), end: Type.String() }),
  tasks: Type.Array(TaskView),
  taskWords: Type.Array(Word),
  notDone: Type.Array(Word),
  plans: Type.Array(PlanView),
  templates: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Words,
      problem: Words,
      goal: Words,
      source: Type.String(),
      activities: Type.Array(ActivityBody),
    }),
  ),
  lines: Type.Array(LineView),
  lineKinds: Type.Array(Word),
  risks: Type.Array(RiskView),
  notes: Type.Array(NoteView),
  glucose: Type.Array(GlucoseView),
})
export type NursingView = Static<typeof NursingView>

export const StrikeBody = Type.Object({
  type: Type.Enum(['Observation', 'Procedure', 'Task', 'Communication']),
  id: Id,
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})
export type StrikeBody = Static<typeof StrikeBody>
export const SheetAnswer = Type.Object({ fillId: Type.String(), form: Type.String(), rows: Type.Integer() })
export type SheetAnswer = Static<typeof SheetAnswer>
