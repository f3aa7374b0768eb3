import Type, { type Static } from 'typebox'
import { Finding, Level } from '#platform/finding.ts'

/** How a part stands, and which module says so. */
export const Part = Type.Interface([Finding], { area: Type.String() })
export type Part = Static<typeof Part>

const Notice = Type.Object({
  channel: Type.Union([Type.Literal('mail'), Type.Literal('webhook')]),
  kind: Type.Union([Type.Literal('begun'), Type.Literal('ended')]),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('given-up')]),
  at: Type.Optional(Type.String()),
  fault: Type.Optional(Type.String()),
})
export type Notice = Static<typeof Notice>

export const Alarm = Type.Object({
  id: Type.String(),
  area: Type.String(),
  part: Type.String(),
  code: Type.String(),
  details: Finding.properties.details,
  beganAt: Type.String(),
  endedAt: Type.Optional(Type.String()),
  notices: Type.Array(Notice),
})
export type Alarm = Static<typeof Alarm>

export const Setting = Type.Object({
  name: Type.String(),
  /** Without passwords; empty when nothing is set. */
  value: Type.String(),
  default: Type.String(),
  from: Type.Union([Type.Literal('environment'), Type.Literal('default'), Type.Literal('none')]),
  file: Type.Optional(Type.Union([Type.Literal('there'), Type.Literal('missing')])),
  about: Type.Object({ vi: Type.String(), en: Type.String() }),
})
export type Setting = Static<typeof Setting>

export const SettingsView = Type.Object({ settings: Type.Array(Setting) })
export type SettingsView = Static<typeof SettingsView>

export const StatusView = Type.Object({
  level: Level,
  parts: Type.Array(Part),
  /** Newest first. */
  alarms: Type.Array(Alarm),
  /** Who is told of alarms. */
  channels: Type.Array(Type.String()),
})
export type StatusView = Static<typeof StatusView>
