export interface InfusedHour {
  readonly at: Date
  readonly millilitres: number
}

const hourMs = 3_600_000

/**
 * What ran in hour by hour, in whole millilitres that add up to what ran in all. What was measured at the end differs from
 * what rate and time say; the difference belongs to the last hour.
 */
export function infusedHours(
  volumeAt: (at: Date) => number,
  { start, end, measured }: { readonly start: Date; readonly end: Date; readonly measured?: number },
): readonly InfusedHour[] {
  const found: InfusedHour[] = []
  let before = 0
  let from = start.getTime()
  while (from < end.getTime()) {
    const to = Math.min(end.getTime(), (Math.floor(from / hourMs) + 1) * hourMs)
    const isLast = to === end.getTime()
    const whole = Math.round(isLast && measured !== undefined ? measured : volumeAt(new Date(to)))
    if (whole !== before) found.push({ at: new Date(from), millilitres: whole - before })
    before = whole
    from = to
  }
  return found
}
