import type { Flag } from '#web/kit/index.ts'

const marks: Readonly<Record<string, Flag>> = {
  H: 'high',
  L: 'low',
  HH: 'critical-high',
  LL: 'critical-low',
  A: 'abnormal',
}

/** The mark of an interpretation code; normal and unknown have none. */
export function markOf(flag: string | undefined): Flag | undefined {
  return flag ? marks[flag] : undefined
}

/** A stored value as people write it: decimal comma, the digits as they are. */
export function shownValue(value: string): string {
  return /^[<>]?=?-?\d+\.\d+$/.test(value) ? value.replace('.', ',') : value
}
