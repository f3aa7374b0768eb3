import { readdirSync, readFileSync } from 'node:fs'
import type { Scale } from './domain/grade.ts'
import { drillErrors } from './errors.ts'

export interface Scenario extends Scale {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly story: { readonly vi: string; readonly en: string }
  /** Demo account that is misused. */
  readonly account?: string
  readonly charts?: number
  /** Kinds of incident under which it belongs. */
  readonly kinds: readonly string[]
  /** Notices of data/incidents/clocks.json, one of which must be given. */
  readonly notices: readonly string[]
}

const folder = new URL('../../../data/incidents/drills/', import.meta.url)
const scenarios = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Scenario)
    .map((one) => [one.code, one]),
)

export const findScenario = (code: string): Scenario | undefined => scenarios.get(code)

export function scenarioOf(code: string): Scenario {
  const found = findScenario(code)
  if (!found) throw drillErrors.scenario({ scenario: code, known: [...scenarios.keys()].sort().join(', ') })
  return found
}
