import { readFileSync } from 'node:fs'
import type { CompletenessRule } from './domain/completeness.ts'
import type { RetentionRule } from './domain/retention.ts'

const folder = new URL('../../../data/rules/', import.meta.url)
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T

/** What a record needs before it may be completed, by kind and date. */
export const completenessRules = read<{ readonly rules: readonly CompletenessRule[] }>(
  'record-completeness.json',
).rules

/** How long records are kept, by class and date. */
export const retentionRules = read<{ readonly rules: readonly RetentionRule[] }>('retention.json').rules
