import type { VitalRange } from './check-vitals.ts'

/** What can be typed of a number: how high it goes and how many decimals it has. */
export type PadLimits = Pick<VitalRange, 'hard' | 'decimals'>

export interface Typed {
  readonly text: string
  /** No further digit can be right: the next field is due. */
  readonly done: boolean
}

/** The text after a key was pressed. A decimal point comes by itself where the number would go beyond all bounds without it. */
export function typeKey(before: string, key: string, limits: PadLimits): Typed {
  if (key === 'Backspace') return { text: before.slice(0, -1), done: false }
  if (key === ',' || key === '.') return point(before, limits)
  return /^\d$/.test(key) ? digit(before, key, limits) : { text: before, done: false }
}

function point(before: string, { decimals }: PadLimits): Typed {
  const fits = decimals > 0 && before !== '' && !before.includes('.')
  return { text: fits ? `${before}.` : before, done: false }
}

function digit(before: string, key: string, limits: PadLimits): Typed {
  const [whole = '', places] = before.split('.')
  if (places !== undefined && places.length >= limits.decimals) return { text: before, done: true }
  const plain = before === '0' ? key : `${before}${key}`
  const isBeyond = places === undefined && Number(plain) > limits.hard[1]
  if (!isBeyond) return { text: plain, done: isFull(plain, limits) }
  if (limits.decimals === 0 || whole === '') return { text: before, done: true }
  const text = `${before}.${key}`
  return { text, done: isFull(text, limits) }
}

function isFull(text: string, { hard, decimals }: PadLimits): boolean {
  const [whole = '', places] = text.split('.')
  if (places !== undefined) return places.length >= decimals
  return whole === '0' || (decimals === 0 && Number(`${whole}0`) > hard[1])
}
