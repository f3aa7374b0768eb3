import type { Context } from '#platform/context.ts'
import {
  assess,
  type CompletenessRule,
  completenessRule,
  dueOn,
  type Need,
  type RecordFacts,
} from './domain/completeness.ts'
import { recordFacts } from './record-facts.ts'
import { type RecordMembers, readMembers } from './record-members.ts'
import { completenessRules } from './rules.ts'

export interface Completeness {
  readonly facts: RecordFacts
  readonly rule: CompletenessRule | undefined
  readonly needs: readonly Need[]
  readonly missing: readonly Need[]
  /** Day of handing in; undefined while the visit lasts. */
  readonly dueOn: string | undefined
}

/** What a record needs and lacks by the rule of its kind and day. */
export function completenessOf(record: RecordMembers): Completeness {
  const facts = recordFacts(record)
  const rule = completenessRule(facts.kind, facts.startedOn, completenessRules)
  const needs = rule ? assess(facts, rule) : []
  return {
    facts,
    rule,
    needs,
    missing: needs.filter((need) => !need.ok),
    dueOn: rule && facts.endedOn ? dueOn(facts.endedOn, rule) : undefined,
  }
}

/** Needs of a concluded visit: what the doctor alone settles while the patient is still there. */
const concluded = ['diagnosis', 'form']

/** What keeps the visit from being ended; papers and results may still come after that. */
export function notConcluded({ missing, rule }: Pick<Completeness, 'missing' | 'rule'>): readonly Need[] {
  const checks = new Map(rule?.items.map((item) => [item.id, item.check]) ?? [])
  return missing.filter((need) => concluded.includes(checks.get(need.item) ?? ''))
}

export async function readCompleteness(
  ctx: Context,
  id: string,
): Promise<Completeness & { readonly record: RecordMembers }> {
  const record = await readMembers(ctx, id)
  return { ...completenessOf(record), record }
}
