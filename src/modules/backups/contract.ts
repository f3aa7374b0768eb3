import Type, { type Static } from 'typebox'
import { Finding, Level } from '#platform/finding.ts'

const Check = Type.Object({ part: Type.String(), ok: Type.Boolean(), note: Type.String() })

/** What a restore drill did and found. */
export const DrillMinutes = Type.Object({
  ok: Type.Boolean(),
  copy: Type.Union([Type.Literal('here'), Type.Literal('elsewhere')]),
  where: Type.String(),
  startedAt: Type.String(),
  base: Type.Optional(Type.String()),
  /** Everything until then came back. */
  until: Type.Optional(Type.String()),
  checks: Type.Array(Check),
  /** Seconds from a commit until it was in the copy. */
  rpoSeconds: Type.Optional(Type.Number()),
  /** Seconds from the order to restore to a database that answers. */
  rtoSeconds: Type.Optional(Type.Number()),
  megabytes: Type.Optional(Type.Number()),
})
export type DrillMinutes = Static<typeof DrillMinutes>

export const DrillRow = Type.Object({
  id: Type.String(),
  at: Type.String(),
  ok: Type.Boolean(),
  copy: Type.String(),
  /** Whether sealed minutes can be fetched. */
  sealed: Type.Boolean(),
  minutes: DrillMinutes,
})
export type DrillRow = Static<typeof DrillRow>

const Copy = Type.Object({
  where: Type.String(),
  safeAt: Type.Optional(Type.String()),
  waiting: Type.Integer(),
  fault: Type.Optional(Type.String()),
})

export const BackupView = Type.Object({
  level: Level,
  findings: Type.Array(Finding),
  here: Type.Optional(Copy),
  elsewhere: Type.Optional(Copy),
  bases: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      endedAt: Type.String(),
      seconds: Type.Number(),
      bytes: Type.Integer(),
      addedBytes: Type.Integer(),
      documents: Type.Integer(),
    }),
  ),
  drills: Type.Array(DrillRow),
  underWay: Type.Optional(Type.String()),
})
export type BackupView = Static<typeof BackupView>
