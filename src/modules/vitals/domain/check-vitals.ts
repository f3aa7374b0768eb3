export interface VitalRange {
  readonly key: VitalKey
  readonly loinc: string
  /** UCUM */
  readonly unit: string
  readonly hard: readonly [number, number]
  readonly ask: readonly [number, number]
  readonly normal?: readonly [number, number]
  readonly decimals: number
  /** What is normal for children, by age in days. */
  readonly children?: readonly {
    readonly fromDays: number
    readonly toDays: number
    readonly normal: readonly [number, number]
  }[]
}

/** NEWS2 and the adult ranges begin here. */
export const adultFromYears = 16
const adultFromDays = 5844

/**
 * The ranges as they hold for a person: a child is marked by the range of its age, and what is normal at that age is not
 * asked about. Without an age nothing is marked.
 */
export function rangesFor(ranges: readonly VitalRange[], ageDays: number | undefined): readonly VitalRange[] {
  if (ageDays !== undefined && ageDays >= adultFromDays) return ranges
  return ranges.map(({ normal: adult, ...range }) => {
    const child = range.children?.find(
      ({ fromDays, toDays }) => (ageDays ?? -1) >= fromDays && (ageDays ?? -1) <= toDays,
    )
    const normal = child?.normal ?? (range.children || ageDays === undefined ? undefined : adult)
    if (!normal) return range
    const [low, high] = normal
    const ask: readonly [number, number] = [Math.min(range.ask[0], low), Math.max(range.ask[1], high)]
    return { ...range, ask, normal }
  })
}

export type VitalKey =
  | 'pulse'
  | 'systolic'
  | 'diastolic'
  | 'temperature'
  | 'respiration'
  | 'spo2'
  | 'oxygen'
  | 'weight'
  | 'height'
  | 'pain'

/** Numbers as they were typed, with a decimal point: the digits are kept. */
export type VitalNumbers = Readonly<Partial<Record<VitalKey, string>>>

export type VitalFault =
  | { readonly kind: 'impossible'; readonly key: VitalKey; readonly low: number; readonly high: number }
  | { readonly kind: 'pressureIncomplete' }
  | { readonly kind: 'pressureReversed' }
  | { readonly kind: 'nothing' }

const within = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high

/** What cannot be right, so it is refused. */
export function findFault(
  numbers: VitalNumbers,
  more: boolean,
  ranges: readonly VitalRange[],
): VitalFault | undefined {
  if (Object.values(numbers).every((value) => value === undefined) && !more) return { kind: 'nothing' }
  for (const range of ranges) {
    const text = numbers[range.key]
    if (text === undefined) continue
    const value = Number(text)
    if (!Number.isFinite(value) || !within(value, range.hard))
      return { kind: 'impossible', key: range.key, low: range.hard[0], high: range.hard[1] }
  }
  const { systolic, diastolic } = numbers
  if ((systolic === undefined) !== (diastolic === undefined)) return { kind: 'pressureIncomplete' }
  if (systolic !== undefined && Number(systolic) <= Number(diastolic)) return { kind: 'pressureReversed' }
  return undefined
}

/** What is rare, so it is asked once. */
export function findQuestions(numbers: VitalNumbers, ranges: readonly VitalRange[]): readonly VitalKey[] {
  return ranges
    .filter((range) => numbers[range.key] !== undefined && !within(Number(numbers[range.key]), range.ask))
    .map((range) => range.key)
}

/** The mark of a value against the adult range at rest. */
export function flagOf(value: number, normal: readonly [number, number] | undefined): 'H' | 'L' | undefined {
  if (!normal) return undefined
  if (value < normal[0]) return 'L'
  return value > normal[1] ? 'H' : undefined
}
