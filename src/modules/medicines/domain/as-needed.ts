import type { Needed } from './order-plan.ts'

export interface GivenDose {
  readonly at: Date
  /** In the unit of the dose. */
  readonly amount: number
}

export type MayGive =
  | { readonly ok: true; readonly used: number }
  | { readonly ok: false; readonly because: 'gap' | 'most'; readonly from: Date; readonly used: number }

const hourMs = 3_600_000
const smallest = 1e-9

/**
 * Whether a medicine that is given when needed may be given at `at`: not before the smallest gap is over, and not more
 * than the most in any period of the order's hours that ends then.
 *
 * @param amount of the dose that is asked for, in the unit of the dose
 */
export function mayGive(needed: Needed, given: readonly GivenDose[], at: Date, amount: number): MayGive {
  const { gapMinutes, most } = needed
  const hours = most?.hours ?? 24
  const within = given.filter((one) => Math.abs(at.getTime() - one.at.getTime()) < hours * hourMs)
  const weigh = (one: number) => (most?.of === 'amount' ? one : 1)
  const used = within.reduce((sum, one) => sum + weigh(one.amount), 0)
  const gapMs = (gapMinutes ?? 0) * 60_000
  const near = given.filter((one) => Math.abs(at.getTime() - one.at.getTime()) < gapMs)
  const latest = Math.max(...near.map((one) => one.at.getTime()))
  if (near.length > 0) return { ok: false, because: 'gap', from: new Date(latest + gapMs), used }
  if (most && used + weigh(amount) > Number(most.amount) + smallest)
    return {
      ok: false,
      because: 'most',
      from: freeFrom(within, used + weigh(amount) - Number(most.amount), hours, weigh),
      used,
    }
  return { ok: true, used }
}

/** When so many of the given doses lie out of the period that one more fits. */
function freeFrom(
  within: readonly GivenDose[],
  tooMuch: number,
  hours: number,
  weigh: (amount: number) => number,
): Date {
  let left = tooMuch
  const oldest = [...within].sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const one of oldest) {
    left -= weigh(one.amount)
    if (left <= smallest) return new Date(one.at.getTime() + hours * hourMs)
  }
  return new Date(Math.max(0, ...oldest.map((one) => one.at.getTime())) + hours * hourMs)
}
