/** One thing that should be done, as a scenario of data/incidents/drills says. */
export interface Check {
  readonly check: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly points: number
  readonly withinMinutes: number
}
export interface Scale {
  readonly checks: readonly Check[]
  /** Share of the points for what was done too late. */
  readonly lateShare: number
  readonly goodFrom: number
  readonly fairFrom: number
}
export interface Judged {
  readonly check: Check
  readonly got: number
  readonly minutes: number | undefined
  readonly state: 'done' | 'late' | 'missed'
}

const minuteMs = 60_000

/** Points for what was done in time, part of them for what came late, none for what was missed. */
export function judge(
  scale: Scale,
  beganAt: Date,
  doneAt: ReadonlyMap<string, Date>,
): { readonly judged: readonly Judged[]; readonly points: number; readonly verdict: 'good' | 'fair' | 'poor' } {
  const judged = scale.checks.map((check): Judged => {
    const at = doneAt.get(check.check)
    if (!at) return { check, got: 0, minutes: undefined, state: 'missed' }
    const minutes = Math.max(0, Math.floor((at.getTime() - beganAt.getTime()) / minuteMs))
    const late = minutes > check.withinMinutes
    return {
      check,
      minutes,
      state: late ? 'late' : 'done',
      got: late ? Math.floor(check.points * scale.lateShare) : check.points,
    }
  })
  const points = judged.reduce((sum, { got }) => sum + got, 0)
  const verdict = points >= scale.goodFrom ? 'good' : points >= scale.fairFrom ? 'fair' : 'poor'
  return { judged, points, verdict }
}
