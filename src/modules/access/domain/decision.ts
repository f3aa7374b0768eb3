import type { Policy, ResourceTest } from './condition.ts'
import { keyOf, type Rules, truth } from './fold.ts'

/** The truth of every test that the rules ask about one resource. */
export type Facts = ReadonlyMap<string, boolean>

export interface Decision {
  readonly allowed: boolean
  /** The rules that decided: those that refuse, else those that allow; none when no rule allows it. */
  readonly by: readonly Policy[]
}

export function decide(rules: Rules, facts: Facts): Decision {
  const of = (test: ResourceTest) => facts.get(keyOf(test)) ?? false
  const holding = (list: Rules['allows']) => list.filter(({ when }) => truth(when, of)).map(({ policy }) => policy)
  const refusing = holding(rules.refuses)
  if (refusing.length > 0) return { allowed: false, by: refusing }
  const allowing = holding(rules.allows)
  return { allowed: allowing.length > 0, by: allowing }
}
