import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'

const Days = Type.Integer({ minimum: 0, maximum: 36_500 })

/** data/backup/rules.json: what is kept how long, how often, and when somebody must act. */
export const RulesSchema = Type.Object({
  validFrom: Type.String({ format: 'date' }),
  source: Type.String(),
  base: Type.Object({
    everyHours: Type.Number({ exclusiveMinimum: 0 }),
    /** Local hour before which no base is begun, unless one is overdue by half a turn. */
    notBeforeHour: Type.Integer({ minimum: 0, maximum: 23 }),
    fullEveryDays: Days,
    /** What a base may read in a second; 0 without limit. */
    megabytesPerSecond: Type.Integer({ minimum: 0 }),
  }),
  wal: Type.Object({ everySeconds: Type.Number({ minimum: 0.1, maximum: 5 }) }),
  keep: Type.Object({ daily: Days, weekly: Days, monthly: Days }),
  drill: Type.Object({ everyDays: Days }),
  alarm: Type.Object({
    amberSeconds: Type.Integer({ minimum: 1 }),
    redSeconds: Type.Integer({ minimum: 1 }),
    redBaseHours: Type.Integer({ minimum: 1 }),
    redDrillDays: Type.Integer({ minimum: 1 }),
  }),
})
export type BackupRules = Static<typeof RulesSchema>

export function readRules(): BackupRules {
  const path = fileURLToPath(new URL('../../../data/backup/rules.json', import.meta.url))
  const { editions } = JSON.parse(readFileSync(path, 'utf8')) as { readonly editions: readonly unknown[] }
  const today = new Date().toISOString().slice(0, 10)
  const valid = editions
    .map((edition) => Value.Parse(RulesSchema, edition))
    .filter(({ validFrom }) => validFrom <= today)
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1)
  if (!valid) throw new Error(`${path} has no edition that is valid today`)
  return valid
}
