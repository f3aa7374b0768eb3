import type { ResourceTest, TieKind, TieTest } from './condition.ts'
import { decide, type Facts } from './decision.ts'
import type { Rules } from './fold.ts'

/**
 * What a person can do so that a refused resource opens. Each changes the truth of some tests; what it is in words
 * stands in the messages under `access.advice.…`.
 */
export type Opener =
  | { readonly act: 'tie'; readonly tie: TieKind }
  | { readonly act: 'consent' }
  | { readonly act: 'withdraw-refusal' }
  | { readonly act: 'reopen' }
  | { readonly act: 'purpose'; readonly purpose: string }
  | { readonly act: 'hour'; readonly hour: string }

/** What a tie can be made between: only what is there, and a record that is still written in. */
export interface Belonging {
  readonly record: boolean
  readonly patient: boolean
  /** The record takes writes. */
  readonly open: boolean
  /** Days since the visit ended; below zero while it lasts. */
  readonly endedDays: number
  /** The actor is known as a practitioner. */
  readonly person: boolean
  /** The actor works in a department. */
  readonly departments: boolean
}

/** The rules for the same question with another purpose or at another hour. */
export type RulesIf = (opener: Opener) => Rules

/** Changes of one resource first, in the order in which people would rather do them. */
const openers: readonly Opener[] = [
  { act: 'tie', tie: 'task' },
  { act: 'tie', tie: 'order' },
  { act: 'tie', tie: 'team' },
  { act: 'tie', tie: 'grant' },
  { act: 'tie', tie: 'request' },
  { act: 'consent' },
  { act: 'withdraw-refusal' },
  { act: 'tie', tie: 'glass' },
  { act: 'reopen' },
]

/**
 * The least that would let the actor in: every single act that does, or else the first pair. Each was tried on the very
 * rules and facts of the refusal.
 */
export function adviseOn(
  facts: Facts,
  belongs: Belonging,
  rulesIf: RulesIf,
  others: readonly Opener[],
): readonly (readonly Opener[])[] {
  const known = [...openers, ...others].filter((one) => isPossible(one, belongs))
  const opens = (...acts: readonly Opener[]) => {
    const changed = new Map([...facts].map(([key, value]) => [key, after(JSON.parse(key), value, acts, belongs)]))
    const asking = acts.find(({ act }) => act === 'purpose' || act === 'hour') ?? acts[0]
    return asking !== undefined && decide(rulesIf(asking), changed).allowed
  }
  const single = known.filter((one) => opens(one)).map((one) => [one])
  if (single.length > 0) return single
  for (const [at, first] of known.entries())
    for (const second of known.slice(at + 1))
      if (!(isAsking(first) && isAsking(second)) && opens(first, second)) return [[first, second]]
  return []
}

const isAsking = ({ act }: Opener) => act === 'purpose' || act === 'hour'

function isPossible(opener: Opener, belongs: Belonging): boolean {
  const { record, patient, open, person, departments } = belongs
  switch (opener.act) {
    case 'consent':
    case 'withdraw-refusal':
      return patient
    case 'reopen':
      return record
    case 'tie': {
      if (opener.tie === 'grant' || opener.tie === 'glass') return patient
      if (opener.tie === 'request') return record && patient
      return record && patient && open && (person || (departments && opener.tie !== 'team'))
    }
    default:
      return true
  }
}

/** The truth of a test after the acts. */
function after(test: ResourceTest, before: boolean, acts: readonly Opener[], belongs: Belonging): boolean {
  return acts.reduce((value, opener) => changed(test, value, opener, belongs), before)
}

function changed(test: ResourceTest, before: boolean, opener: Opener, belongs: Belonging): boolean {
  switch (opener.act) {
    case 'tie':
      return before || ('tie' in test && test.tie === opener.tie && isTied(test, belongs))
    case 'consent':
      return before || ('consent' in test && test.consent === 'permit')
    case 'withdraw-refusal':
      return before && !('consent' in test && test.consent === 'deny')
    case 'reopen':
      return 'record' in test ? test.record.includes('open') : before
    default:
      return before
  }
}

function isTied({ tie, to, days = 0 }: TieTest, { record, patient, endedDays }: Belonging): boolean {
  if (tie === 'team' && endedDays > days) return false
  return to === 'patient' ? patient : record || tie === 'glass' || tie === 'grant'
}
