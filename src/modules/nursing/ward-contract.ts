import Type, { type Static } from 'typebox'
import { EscalationView } from '#modules/vitals/index.ts'
import { HandOverView, TaskView } from './contract.ts'

export const WardQuery = Type.Object({
  department: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })),
})

export const WardRow = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  bed: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
  careLevel: Type.Optional(Type.String()),
  warning: Type.Optional(
    Type.Object({ score: Type.String(), total: Type.Integer(), level: Type.Optional(Type.String()) }),
  ),
  measuredAt: Type.Optional(Type.String()),
  /** Next measurement; absent without a level of care and a score. */
  measureAt: Type.Optional(Type.String()),
  measureOverdue: Type.Boolean(),
  tasks: Type.Array(TaskView),
  call: Type.Optional(EscalationView),
})
export type WardRow = Static<typeof WardRow>

export const WardNursing = Type.Object({
  department: Type.Optional(Type.String()),
  departments: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  shift: Type.Object({ id: Type.String(), title: Type.Object({ vi: Type.String(), en: Type.String() }) }),
  notDone: Type.Array(
    Type.Object({ code: Type.String(), title: Type.Object({ vi: Type.String(), en: Type.String() }) }),
  ),
  rows: Type.Array(WardRow),
})
export type WardNursing = Static<typeof WardNursing>

export const WardHandOver = Type.Object({
  shift: Type.String(),
  rows: Type.Array(
    Type.Object({
      name: Type.String(),
      bed: Type.Optional(Type.String()),
      /** Written in this shift for the next. */
      own: HandOverView,
      /** Left by the shift before, to be accepted. */
      left: Type.Optional(HandOverView),
    }),
  ),
})
export type WardHandOver = Static<typeof WardHandOver>
