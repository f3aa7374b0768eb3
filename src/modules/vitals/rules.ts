import { readFileSync } from 'node:fs'
import type { VitalRange } from './domain/check-vitals.ts'

/** data/rules/vital-ranges.json: what is refused, what is asked, what is marked. */
export const vitalRanges = (
  JSON.parse(readFileSync(new URL('../../../data/rules/vital-ranges.json', import.meta.url), 'utf8')) as {
    readonly ranges: readonly VitalRange[]
  }
).ranges
