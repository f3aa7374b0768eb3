/** How long one kind of action took, milliseconds from the first request of it to the end of the last answer. */
export interface ActionReport {
  readonly action: string
  readonly done: number
  readonly refused: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export interface Tally {
  note(action: string, ms: number, ok: boolean): void
  /** Slowest first; the row of all actions together is the first. */
  report(): readonly ActionReport[]
}

const shareOf = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10

interface Row {
  readonly taken: number[]
  refused: number
}

function reportOf(action: string, { taken, refused }: Row): ActionReport {
  const sorted = taken.toSorted((a, b) => a - b)
  return {
    action,
    done: sorted.length,
    refused,
    p50: shareOf(sorted, 0.5),
    p95: shareOf(sorted, 0.95),
    max: shareOf(sorted, 1),
  }
}

/** Keeps every action apart: a mean hides the one that waited. */
export function makeTally(): Tally {
  const rows = new Map<string, Row>()
  return {
    note(action, ms, ok) {
      const row = rows.get(action) ?? { taken: [], refused: 0 }
      rows.set(action, row)
      if (ok) row.taken.push(ms)
      else row.refused++
    },
    report() {
      const all = [...rows.values()]
      const together = {
        taken: all.flatMap((row) => row.taken),
        refused: all.reduce((sum, row) => sum + row.refused, 0),
      }
      const each = [...rows].map(([action, row]) => reportOf(action, row)).sort((a, b) => b.p95 - a.p95)
      return [reportOf('all', together), ...each]
    },
  }
}
