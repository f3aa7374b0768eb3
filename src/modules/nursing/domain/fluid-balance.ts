import { dayBounds, nursingDay } from './shifts.ts'

export type FluidWay = 'in' | 'out'

export interface Fluid {
  readonly code: string
  readonly way: FluidWay
  /** Column of the statutory sheet. */
  readonly column: string
  readonly title: { readonly vi: string; readonly en: string }
  /** It comes out of a line or drain with a name. */
  readonly line?: boolean
}

/** One measured or given volume. */
export interface FluidEntry {
  readonly id: string
  readonly at: string
  readonly way: FluidWay
  readonly fluid: string
  readonly column: string
  /** Named: of which drain, which infusion. */
  readonly what: string
  readonly millilitres: number
  readonly by?: string
  /** Where it was written: here, or with the medicines. */
  readonly source: 'fluid' | 'medicine'
  readonly struck?: { readonly by: string; readonly reason: string }
}

export interface HourOfFluids {
  /** Begin of the hour. */
  readonly at: string
  readonly in: number
  readonly out: number
  /** Since the day began. */
  readonly runningIn: number
  readonly runningOut: number
  readonly entries: readonly FluidEntry[]
}

export interface DayOfFluids {
  readonly day: string
  readonly start: string
  readonly end: string
  readonly in: number
  readonly out: number
  readonly balance: number
  readonly byFluid: readonly { readonly what: string; readonly way: FluidWay; readonly millilitres: number }[]
  readonly hours: readonly HourOfFluids[]
}

const hourMs = 3_600_000
const counts = (entry: FluidEntry) => !entry.struck
const sumOf = (entries: readonly FluidEntry[], way: FluidWay) =>
  entries.filter((one) => one.way === way && counts(one)).reduce((sum, one) => sum + one.millilitres, 0)

function hoursOf(start: Date, entries: readonly FluidEntry[]): HourOfFluids[] {
  const byHour = Map.groupBy(entries, ({ at }) => Math.floor((Date.parse(at) - start.getTime()) / hourMs))
  let [runningIn, runningOut] = [0, 0]
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, all]) => {
      const [into, out] = [sumOf(all, 'in'), sumOf(all, 'out')]
      runningIn += into
      runningOut += out
      const at = new Date(start.getTime() + hour * hourMs).toISOString()
      return { at, in: into, out, runningIn, runningOut, entries: all }
    })
}

function totals(entries: readonly FluidEntry[]): DayOfFluids['byFluid'] {
  const named = Map.groupBy(entries.filter(counts), ({ way, what }) => `${way} ${what}`)
  return [...named.values()].flatMap((all) => {
    const [first] = all
    return first
      ? [{ what: first.what, way: first.way, millilitres: all.reduce((sum, one) => sum + one.millilitres, 0) }]
      : []
  })
}

/** Volumes by hour and day, running totals with them, the newest day first. Struck entries are shown and not counted. */
export function fluidDays(entries: readonly FluidEntry[], dayBeginsAt: number): readonly DayOfFluids[] {
  const sorted = entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const byDay = Map.groupBy(sorted, ({ at }) => nursingDay(new Date(at), dayBeginsAt))
  return [...byDay]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([day, all]) => {
      const { start, end } = dayBounds(day, dayBeginsAt)
      const [into, out] = [sumOf(all, 'in'), sumOf(all, 'out')]
      return {
        day,
        start: start.toISOString(),
        end: end.toISOString(),
        in: into,
        out,
        balance: into - out,
        byFluid: totals(all),
        hours: hoursOf(start, all),
      }
    })
}
