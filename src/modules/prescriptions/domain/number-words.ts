const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
const groups = ['', 'nghìn', 'triệu', 'tỷ'] as const

const digit = (value: number) => digits[value] ?? ''

/** Tens and units: `mười lăm`, `hai mươi mốt`, `linh năm`. */
function belowHundred(value: number, afterHundreds: boolean): string[] {
  const tens = Math.floor(value / 10)
  const units = value % 10
  if (tens === 0) {
    if (units === 0) return []
    return afterHundreds ? ['linh', digit(units)] : [digit(units)]
  }
  const words = tens === 1 ? ['mười'] : [digit(tens), 'mươi']
  if (units === 1 && tens > 1) return [...words, 'mốt']
  if (units === 5) return [...words, 'lăm']
  return units === 0 ? words : [...words, digit(units)]
}

function belowThousand(value: number, hasHigher: boolean): string[] {
  const hundreds = Math.floor(value / 100)
  const said = hundreds > 0 || hasHigher
  return [...(said ? [digit(hundreds), 'trăm'] : []), ...belowHundred(value % 100, said)]
}

/**
 * A whole number from 0 to 999,999,999,999 in Vietnamese words, for quantities of narcotic drugs.
 * @see Circular 26/2025/TT-BYT art. 6: quantities of narcotics are written in words, first letter capital
 */
export function inWords(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 1e12) return ''
  if (value === 0) return 'không'
  const words: string[] = []
  for (let place = groups.length - 1; place >= 0; place--) {
    const group = Math.floor(value / 1000 ** place) % 1000
    if (group === 0) continue
    words.push(...belowThousand(group, words.length > 0), groups[place] ?? '')
  }
  return words.filter(Boolean).join(' ')
}

/** The same with a capital first letter, as it is printed. */
export function inWordsCapital(value: number): string {
  const text = inWords(value)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
