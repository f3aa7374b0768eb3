import Type, { type Static } from 'typebox'

export const Level = Type.Union([Type.Literal('green'), Type.Literal('amber'), Type.Literal('red')])
export type Level = Static<typeof Level>

/** One thing that is watched: how it stands, and the key of the text that says what to do. */
export const Finding = Type.Object({
  /** `operations.part.<area>.<part>`, where the area is the module that says so */
  part: Type.String(),
  level: Level,
  /** `operations.finding.<area>.<code>` */
  code: Type.String(),
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})
export type Finding = Static<typeof Finding>

export function finding(part: string, level: Level, code: string, details: Finding['details'] = {}): Finding {
  return { part, level, code, details }
}

/** The level of a number that is better the higher it is, such as days until a certificate ends. */
export function levelBelow(value: number, limits: { readonly amber: number; readonly red: number }): Level {
  if (value < limits.red) return 'red'
  return value < limits.amber ? 'amber' : 'green'
}

export function worst(findings: readonly Pick<Finding, 'level'>[]): Level {
  if (findings.some(({ level }) => level === 'red')) return 'red'
  return findings.some(({ level }) => level === 'amber') ? 'amber' : 'green'
}
