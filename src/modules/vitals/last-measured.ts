import type { Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { newestInRecords } from '#store/newest.ts'
import type { WarningView } from './contract.ts'
import { bandFor, warningScores } from './domain/early-warning.ts'
import { warningRules } from './early-warning-rules.ts'
import { warningOf } from './vital-sets.ts'

export interface LastMeasured {
  /** When any vital sign was measured last. */
  readonly at: Date
  readonly warning?: WarningView
  readonly warningAt?: Date
  /** How often the last score wants to be measured again. */
  readonly everyMinutes?: number
}

const scoreCodes = warningScores.map((code) => `${cs.score}|${code}`)
/** What every set holds at least one of; scores with them. */
const tellingCodes = [...['8867-4', '8310-5', '85354-9'].map((code) => `${cs.loinc}|${code}`), ...scoreCodes]
const windowHours = 36

/** When each of the stays of a ward was measured last, with its last score; only the last day and a half is looked at. */
export async function lastMeasured(
  ctx: Context,
  encounterIds: readonly string[],
): Promise<ReadonlyMap<string, LastMeasured>> {
  if (encounterIds.length === 0) return new Map()
  const since = new Date(ctx.now().getTime() - windowHours * 3_600_000)
  const newest = (codes: readonly string[]) =>
    newestInRecords<Observation>(ctx, 'Observation', { records: encounterIds, codes, since })
  const [measured, scored] = await Promise.all([newest(tellingCodes), newest(scoreCodes)])
  return new Map([...measured].map(([id, last]) => [id, lastOf(last, scored.get(id))]))
}

function lastOf(newest: Observation, scored: Observation | undefined): LastMeasured {
  const warning = scored && warningOf([scored])
  const at = scored?.effectiveDateTime
  const band = warning && at ? bandFor(warningRules, warning, dayInVietnam(new Date(at))) : undefined
  return {
    at: new Date(newest.effectiveDateTime ?? 0),
    ...present({ warning, warningAt: at ? new Date(at) : undefined, everyMinutes: band?.everyMinutes }),
  }
}
