import type { LabTest, ReferenceRange } from '#modules/terminology/index.ts'
import type { Sex } from './invent-name.ts'
import type { Random } from './random.ts'
import type { Span } from './stories.ts'

function within(random: Random, [from, to]: Span, decimals: number): string {
  return (from + random.next() * (to - from)).toFixed(decimals)
}

/** The middle of a reference range, where healthy people are; open ends are closed at a plausible place. */
function ordinary({ low, high }: ReferenceRange): Span {
  if (low !== undefined && high !== undefined) {
    const margin = (high - low) * 0.2
    return [low + margin, high - margin]
  }
  if (high !== undefined) return [high * 0.3, high * 0.85]
  return [(low ?? 1) * 1.05, (low ?? 1) * 1.3]
}

/** A result as the laboratory would enter it; undefined when nothing sensible can be said. */
export function inventResult(
  random: Random,
  test: LabTest,
  range: ReferenceRange | undefined,
  told: Span | string | undefined,
): string | undefined {
  if (typeof told === 'string') return told
  if (told) return within(random, told, test.decimals)
  if (test.valueType === 'quantity') return range && within(random, ordinary(range), test.decimals)
  if (test.valueType === 'text') return 'Không phát hiện bất thường'
  if (test.code === 'ABO') return random.weighted(bloodGroups).text
  return test.normalOptions[0] ?? test.options[0]
}

/** Share of ABO groups in Viet Nam, rounded. */
const bloodGroups = [
  { text: 'O', weight: 42 },
  { text: 'B', weight: 31 },
  { text: 'A', weight: 21 },
  { text: 'AB', weight: 6 },
] as const

/** Median weight (kg) and height (cm) at full years; WHO growth standards 2006 and reference 2007, rounded. */
const growth: readonly (readonly [years: number, weight: number, height: number])[] = [
  [0, 3.3, 50],
  [1, 9.3, 75],
  [2, 11.8, 87],
  [3, 14, 95.5],
  [4, 16, 103],
  [5, 18, 109.5],
  [7, 22.6, 121],
  [10, 31.5, 138],
  [13, 44, 156],
  [15, 51, 164],
]

export interface BodySize {
  /** kg */
  readonly weight: string
  /** cm */
  readonly height: string
}

/** A plausible weight and height for an age. */
export function inventBodySize(
  random: Random,
  person: { readonly sex: Sex; readonly ageMonths: number },
): BodySize {
  const years = person.ageMonths / 12
  const spread = 0.93 + random.next() * 0.14
  if (years >= 16) {
    const height = (person.sex === 'male' ? 167 : 156) * (0.96 + random.next() * 0.08) - (years > 65 ? 3 : 0)
    const index = 19 + random.next() * 7.5
    return { weight: ((index * height * height) / 10_000).toFixed(0), height: height.toFixed(0) }
  }
  const next = growth.findIndex(([at]) => at > years)
  const [y1, w1, h1] = growth[next === -1 ? growth.length - 1 : Math.max(0, next - 1)] ?? [0, 3.3, 50]
  const [y2, w2, h2] = growth[next === -1 ? growth.length - 1 : next] ?? [1, 9.3, 75]
  // The first year grows fastest in its first half.
  const share = y2 === y1 ? 0 : ((years - y1) / (y2 - y1)) ** (years < 1 ? 0.6 : 1)
  return {
    weight: ((w1 + (w2 - w1) * share) * spread).toFixed(1),
    height: ((h1 + (h2 - h1) * share) * (0.98 + random.next() * 0.04)).toFixed(0),
  }
}

/** A vital sign within the story's span. */
export function inventVital(random: Random, span: Span, decimals = 0): string {
  return within(random, span, decimals)
}
