/** Codes from one to another, ends included; a three-character code holds its subdivisions. */
export interface CodeRange {
  readonly from: string
  readonly to: string
}
export interface LongCourseDisease {
  readonly name: string
  readonly ranges: readonly CodeRange[]
  readonly except: readonly CodeRange[]
}

const code = '[A-Z]\\d{2}(?:\\.\\d{1,2})?'
const rangePattern = new RegExp(`(${code})(?:\\s*(?:-|–|đến)\\s*(${code}))?`, 'g')

function rangesIn(text: string): CodeRange[] {
  return [...text.matchAll(rangePattern)].map(([, from = '', to]) => ({ from, to: to ?? from }))
}

/** Reads the column of codes: `B20 đến B24, Z21`, `E10 - E14 (trừ E10.0, E10.1)`. */
export function readLongCourse(name: string, codes: string): LongCourseDisease {
  const [kept = '', excluded = ''] = codes.split(/\(\s*trừ/)
  return { name, ranges: rangesIn(kept), except: rangesIn(excluded) }
}

function holds(range: CodeRange, icd: string): boolean {
  if (icd === range.from || icd.startsWith(`${range.from}.`)) return true
  if (icd === range.to || icd.startsWith(`${range.to}.`)) return true
  return icd > range.from && icd < range.to
}

/**
 * The listed disease that lets a course last up to 90 days; undefined when the code is not listed.
 * @see Circular 26/2025/TT-BYT annex VII, 252 diseases
 */
export function longCourseDisease(icd: string, list: readonly LongCourseDisease[]): LongCourseDisease | undefined {
  return list.find(
    (disease) =>
      disease.ranges.some((range) => holds(range, icd)) && !disease.except.some((range) => holds(range, icd)),
  )
}
