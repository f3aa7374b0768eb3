/** Minutes from ordering until each step must be done, by kind and priority; a row of data/orders/deadlines.json. */
export interface Deadline {
  readonly kind: string
  readonly priority: 'routine' | 'urgent'
  readonly collect: number | null
  readonly perform: number | null
  readonly result: number | null
  /** From the result on. */
  readonly see: number | null
  readonly validFrom: string
  readonly validTo?: string
  readonly source: string
}

export const steps = ['collect', 'perform', 'result', 'see'] as const
export type Step = (typeof steps)[number]

/** How far an order has come. */
export interface Progress {
  readonly kind: string
  readonly urgent: boolean
  readonly startsAt: Date
  readonly collectedAt?: Date | undefined
  readonly performedAt?: Date | undefined
  readonly resultedAt?: Date | undefined
  readonly seenAt?: Date | undefined
  /** Still to be done: active, not held. */
  readonly open: boolean
}

export interface Due {
  readonly step: Step
  readonly at: Date
}

export function deadlineFor(all: readonly Deadline[], kind: string, urgent: boolean, day: string) {
  return all.find(
    (one) =>
      one.kind === kind &&
      one.priority === (urgent ? 'urgent' : 'routine') &&
      one.validFrom <= day &&
      (one.validTo === undefined || one.validTo >= day),
  )
}

const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000)

/** The step that comes next and until when; undefined when nothing is awaited or nothing says until when. */
export function nextDue(progress: Progress, rule: Deadline | undefined): Due | undefined {
  if (!rule) return undefined
  const { startsAt, collectedAt, performedAt, resultedAt, seenAt, open } = progress
  if (resultedAt) return seenAt || rule.see === null ? undefined : { step: 'see', at: after(resultedAt, rule.see) }
  if (!open) return undefined
  if (rule.collect !== null && !collectedAt) return { step: 'collect', at: after(startsAt, rule.collect) }
  if (rule.perform !== null && !performedAt) return { step: 'perform', at: after(startsAt, rule.perform) }
  return rule.result === null ? undefined : { step: 'result', at: after(startsAt, rule.result) }
}
