interface Measured {
  readonly key: string
  readonly points: readonly { readonly at: string; readonly value: string; readonly low?: string }[]
}

/** Short names and units of the treatment sheet; a paper, so always Vietnamese. */
const shown: readonly { readonly key: string; readonly name: string; readonly unit: string }[] = [
  { key: 'temperature', name: 'T', unit: ' °C' },
  { key: 'pulse', name: 'M', unit: '' },
  { key: 'pressure', name: 'HA', unit: '' },
  { key: 'respiration', name: 'NT', unit: '' },
  { key: 'saturation', name: 'SpO₂', unit: ' %' },
]

const comma = (text: string) => text.replace('.', ',')

/** `T 37,2 °C · M 92 · HA 128/76`: what was measured within the hours before, each sign once. */
export function measuredText(series: readonly Measured[], now: string, hours = 6): string {
  const from = Date.parse(now) - hours * 3_600_000
  return shown
    .flatMap(({ key, name, unit }) => {
      const last = series.find((one) => one.key === key)?.points.at(-1)
      if (!last || Date.parse(last.at) < from) return []
      const value = last.low === undefined ? comma(last.value) : `${comma(last.value)}/${comma(last.low)}`
      return [`${name} ${value}${unit}`]
    })
    .join(' · ')
}

interface Result {
  readonly name: string
  readonly unit: string
  readonly isNew: boolean
  readonly points: readonly { readonly value: string; readonly flag?: string }[]
}

/** New results outside their range, with the value before: `CRP 41 mg/L (trước 186)`. */
export function newResultsText(results: readonly Result[]): string {
  return results
    .flatMap(({ name, unit, isNew, points }) => {
      const [before, last] = [points.at(-2), points.at(-1)]
      if (!isNew || !last?.flag) return []
      const earlier = before ? ` (trước ${comma(before.value)})` : ''
      return [`${name} ${comma(last.value)}${unit ? ` ${unit}` : ''}${earlier}`]
    })
    .join('; ')
}

interface Extreme {
  readonly key: string
  readonly at: string
  readonly value: string
  readonly flag: string
}

interface Banded {
  readonly key: string
  readonly band?: { readonly low?: number | undefined; readonly high?: number | undefined }
  readonly points: readonly { readonly at: string; readonly value: string; readonly flag?: string }[]
}

/** The value of each sign that lay farthest outside its band since a moment. */
export function worstSince(series: readonly Banded[], since: string): readonly Extreme[] {
  return series.flatMap(({ key, points, band }) => {
    const outside = points.flatMap(({ at, value, flag }) => {
      if (!flag || Date.parse(at) < Date.parse(since)) return []
      const said = Number(value)
      const by = flag.endsWith('low') ? (band?.low ?? said) - said : said - (band?.high ?? said)
      return [{ by, extreme: { key, at, value, flag } }]
    })
    const [worst] = outside.toSorted((a, b) => b.by - a.by)
    return worst ? [worst.extreme] : []
  })
}
