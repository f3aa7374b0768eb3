import type { Observation } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
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

/** What every set holds at least one of; scores with them. */
const tellingCodes = [
  ...['8867-4', '8310-5', '85354-9'].map((code) => `${cs.loinc}|${code}`),
  ...warningScores.map((code) => `${cs.score}|${code}`),
].join(',')
const windowHours = 36

/** When each of the stays of a ward was measured last, with its last score; only the last day and a half is looked at. */
export async function lastMeasured(
  ctx: Context,
  encounterIds: readonly string[],
): Promise<ReadonlyMap<string, LastMeasured>> {
  if (encounterIds.length === 0) return new Map()
  const found = await searchResources<Observation>(ctx, 'Observation', {
    encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
    code: tellingCodes,
    date: `ge${instantInVietnam(new Date(ctx.now().getTime() - windowHours * 3_600_000))}`,
    _sort: '-date',
    _count: '1000',
  })
  const byStay = Map.groupBy(
    found.filter((one) => one.status !== 'entered-in-error' && one.effectiveDateTime),
    (one) => idOf(one.encounter),
  )
  return new Map([...byStay].map(([id, all]) => [id, lastOf(all)]))
}

function lastOf(newestFirst: readonly Observation[]): LastMeasured {
  const [newest] = newestFirst
  const scored = newestFirst.find((one) => warningOf([one]) !== undefined)
  const warning = scored && warningOf([scored])
  const at = scored?.effectiveDateTime
  const band = warning && at ? bandFor(warningRules, warning, dayInVietnam(new Date(at))) : undefined
  return {
    at: new Date(newest?.effectiveDateTime ?? 0),
    ...present({ warning, warningAt: at ? new Date(at) : undefined, everyMinutes: band?.everyMinutes }),
  }
}
