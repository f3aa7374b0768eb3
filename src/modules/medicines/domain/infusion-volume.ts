/** What happens to an infusion. Volumes and rates as written, in mL and mL per hour. */
export type InfusionEvent =
  | {
      readonly kind: 'start'
      readonly at: string
      readonly rate: string
      readonly bag: string
      readonly lot?: string
    }
  | { readonly kind: 'rate'; readonly at: string; readonly rate: string }
  | { readonly kind: 'pause'; readonly at: string }
  | { readonly kind: 'resume'; readonly at: string; readonly rate?: string }
  | {
      readonly kind: 'bag'
      readonly at: string
      readonly bag: string
      readonly left: string
      readonly lot?: string
    }
  | { readonly kind: 'end'; readonly at: string; readonly left?: string }

export type InfusionState = 'running' | 'paused' | 'ended'

export interface InfusionNow {
  readonly state: InfusionState
  /** mL per hour as last set. */
  readonly rate: string
  /** By rate and time. */
  readonly computedMl: string
  /** By bags and what was left in them, once it has ended. */
  readonly measuredMl?: string
  /** mL of all bags that were hung. */
  readonly hungMl: string
}

/** Millionths of a mL, exactly; a text with more digits than that is no volume. */
const scale = 1_000_000n
const hourMs = 3_600_000n

export function isVolume(text: string): boolean {
  return /^\d{1,7}([.,]\d{1,6})?$/.test(text)
}

function scaled(text: string): bigint {
  const [whole = '0', part = ''] = text.replace(',', '.').split('.')
  return BigInt(whole) * scale + BigInt(part.padEnd(6, '0').slice(0, 6))
}

/** Tenths of a mL, half up. */
function inTenths(amount: bigint, per: bigint): string {
  const unit = (scale * per) / 10n
  const tenths = (amount + unit / 2n) / unit
  return tenths % 10n === 0n ? String(tenths / 10n) : `${tenths / 10n}.${tenths % 10n}`
}

interface Running {
  state: InfusionState
  rate: string
  since: number
  /** Millionths of a mL times milliseconds of an hour, so that nothing is rounded on the way. */
  given: bigint
  hung: bigint
  left: bigint | undefined
}

function pass(at: number, run: Running): void {
  if (run.state === 'running') run.given += scaled(run.rate) * BigInt(Math.max(0, at - run.since))
  run.since = at
}

function apply(event: InfusionEvent, run: Running): void {
  pass(Date.parse(event.at), run)
  if (event.kind === 'start' || event.kind === 'bag') run.hung += scaled(event.bag)
  if (event.kind === 'bag') run.hung -= scaled(event.left)
  if ('rate' in event && event.rate !== undefined) run.rate = event.rate
  if (event.kind === 'start' || event.kind === 'resume') run.state = 'running'
  if (event.kind === 'pause') run.state = 'paused'
  if (event.kind === 'end') {
    run.state = 'ended'
    run.left = event.left === undefined ? undefined : scaled(event.left)
  }
}

/**
 * How an infusion stands: the volume by rate and time is summed exactly and rounded once, to a tenth of a mL. What was
 * hung counts less what was left in a bag when it was changed.
 *
 * @param events in the order of their time, `start` first
 */
export function infusionAt(events: readonly InfusionEvent[], now: Date): InfusionNow {
  const run: Running = { state: 'paused', rate: '0', since: 0, given: 0n, hung: 0n, left: undefined }
  for (const event of events) apply(event, run)
  pass(Math.max(run.since, now.getTime()), run)
  return {
    state: run.state,
    rate: run.rate,
    computedMl: inTenths(run.given, hourMs),
    hungMl: inTenths(run.hung, 1n),
    ...(run.left === undefined ? {} : { measuredMl: inTenths(run.hung - run.left, 1n) }),
  }
}

/** mL of the bag that hangs, as it was when it was hung. */
export function hangingBag(events: readonly InfusionEvent[]): string {
  const last = events.findLast((one) => one.kind === 'bag' || one.kind === 'start')
  return last !== undefined && 'bag' in last ? last.bag : '0'
}

const next: Readonly<Record<InfusionState, readonly InfusionEvent['kind'][]>> = {
  running: ['rate', 'pause', 'bag', 'end'],
  paused: ['resume', 'bag', 'end'],
  ended: [],
}

/** Whether an event may follow: not before the last one, not what does not fit the state, no more left than the bag held. */
export function mayFollow(
  events: readonly InfusionEvent[],
  event: InfusionEvent,
  now: Date,
): 'yes' | 'state' | 'time' | 'volume' {
  const last = events.at(-1)
  const at = Date.parse(event.at)
  if (last === undefined) return event.kind === 'start' ? 'yes' : 'state'
  const standing = infusionAt(events, new Date(last.at))
  if (!next[standing.state].includes(event.kind)) return 'state'
  if (Number.isNaN(at) || at < Date.parse(last.at) || at > now.getTime() + 60_000) return 'time'
  const left = 'left' in event && event.left !== undefined ? scaled(event.left) : 0n
  return left > scaled(hangingBag(events)) ? 'volume' : 'yes'
}

/** mL per hour in drops per minute, as the statutory infusion sheet asks; half up. */
export function dropsPerMinute(rate: string, dropsPerMl: number): number {
  return Math.round((Number(rate.replace(',', '.')) * dropsPerMl) / 60)
}
