/** Where one ordered test stands in the laboratory, in order; the last two are ways out. */
export const workStates = [
  'ordered',
  'collected',
  'received',
  'entered',
  'validated',
  'released',
  'cancelled',
] as const
export type WorkState = (typeof workStates)[number]

/** What is known of the parts of one request. */
export interface WorkFacts {
  readonly requestStatus: string
  /** How many results make the request whole; calculated ones that may lack are not counted. */
  readonly expected: number
  /** Status of the newest tubes of this request, one per tube. */
  readonly tubes: readonly { readonly status: string; readonly received: boolean }[]
  readonly results: readonly { readonly status: string; readonly validated: boolean }[]
}

const cancelledRequests = ['revoked', 'entered-in-error', 'unknown']
const finalResults = ['final', 'amended', 'corrected']

/**
 * The state of a request follows from its resources alone, so the work list can be rebuilt from the
 * store. A rejected tube counts as not collected: a new collection is asked.
 */
export function workState(facts: WorkFacts): WorkState {
  if (cancelledRequests.includes(facts.requestStatus)) return 'cancelled'
  if (facts.requestStatus === 'completed') return 'released'
  const results = facts.results.filter((result) => result.status !== 'entered-in-error')
  if (results.length > 0) return results.length < facts.expected ? 'entered' : resultState(results)
  if (facts.tubes.length === 0 || facts.tubes.some((tube) => tube.status !== 'available')) return 'ordered'
  return facts.tubes.every((tube) => tube.received) ? 'received' : 'collected'
}

function resultState(results: WorkFacts['results']): WorkState {
  if (results.every((result) => finalResults.includes(result.status))) return 'released'
  return results.every((result) => result.validated || finalResults.includes(result.status))
    ? 'validated'
    : 'entered'
}
