export interface RiskRule {
  readonly score: string
  readonly bands: readonly {
    readonly from: number
    readonly to: number
    readonly everyHours: number
    readonly level: 'low' | 'medium' | 'high'
  }[]
  /** Template of the care plan that answers it. */
  readonly plan: string
}

export interface Reassessment {
  /** From admission. */
  readonly firstWithinHours: number
  readonly risks: readonly RiskRule[]
}

export interface LastScore {
  readonly total: number
  readonly at: string
}

export interface RiskState {
  readonly dueAt: string
  readonly overdue: boolean
  readonly level?: 'low' | 'medium' | 'high'
}

const hourMs = 3_600_000

/** When a risk is assessed next: soon after admission, then as its last score asks. */
export function riskState(
  rule: RiskRule,
  last: LastScore | undefined,
  since: { readonly admittedAt: string; readonly firstWithinHours: number; readonly now: Date },
): RiskState {
  const band = last && rule.bands.find(({ from, to }) => last.total >= from && last.total <= to)
  const due =
    last && band
      ? Date.parse(last.at) + band.everyHours * hourMs
      : Date.parse(since.admittedAt) + since.firstWithinHours * hourMs
  const overdue = due < since.now.getTime()
  return { dueAt: new Date(due).toISOString(), overdue, ...(band ? { level: band.level } : {}) }
}
