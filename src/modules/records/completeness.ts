import type { Context } from '#platform/context.ts'
import { editionOn, shippedForms } from '#platform/forms/registry.ts'
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
  const needs = rule ? assess(facts, rule).map((need) => inWords(need, facts.startedOn)) : []
  return {
    facts,
    rule,
    needs,
    missing: needs.filter((need) => !need.ok),
    dueOn: rule && facts.endedOn ? dueOn(facts.endedOn, rule) : undefined,
  }
}

const codesOfForms = /^[A-Z0-9]+[/-][A-Z0-9]+(?:, [A-Z0-9]+[/-][A-Z0-9]+)*$/

/** Codes of forms are said with their titles: `Phiếu theo dõi điều trị (tờ điều trị) 36/BV2`. */
function inWords(need: Need, day: string): Need {
  if (!codesOfForms.test(need.name)) return need
  const titled = need.name.split(', ').map((code) => {
    const title = editionOn(shippedForms(), code, day)?.title.vi
    return title ? `${title} ${code}` : code
  })
  return { ...need, name: titled.join(' / ') }
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
