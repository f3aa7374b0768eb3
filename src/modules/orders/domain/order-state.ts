/** How far an order has come, as the doctor sees it. */
export const orderStates = ['ordered', 'collected', 'entered', 'released', 'cancelled'] as const
export type OrderState = (typeof orderStates)[number]

export interface OrderFacts {
  /** ServiceRequest.status. */
  readonly status: string
  readonly specimenCollected: boolean
  /** Observation.status of its results. */
  readonly results: readonly string[]
}

const released = new Set(['final', 'amended', 'corrected'])

/** The state that the facts add up to. An order is released once everything entered for it is released. */
export function orderState({ status, specimenCollected, results }: OrderFacts): OrderState {
  if (status === 'revoked' || status === 'entered-in-error') return 'cancelled'
  const counted = results.filter((one) => one !== 'cancelled' && one !== 'entered-in-error')
  if (counted.length > 0) return counted.every((one) => released.has(one)) ? 'released' : 'entered'
  if (status === 'completed') return 'released'
  return specimenCollected ? 'collected' : 'ordered'
}

/** An order may be taken back until somebody has drawn blood for it. */
export function canCancel(state: OrderState): boolean {
  return state === 'ordered'
}
