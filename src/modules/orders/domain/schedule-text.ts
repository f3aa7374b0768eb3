/** When a drug is given, as module drug-orders has it. */
export type TypedSchedule =
  | { type: 'hours'; at: string[] }
  | { type: 'interval'; everyHours: number }
  | { type: 'once' }
  | { type: 'prn'; reason: string; perDay: number; gapHours: number }

/** Hours of the ward for so many times a day. */
const usualHours: Readonly<Record<number, readonly string[]>> = {
  1: ['08:00'],
  2: ['08:00', '20:00'],
  3: ['08:00', '14:00', '20:00'],
  4: ['06:00', '12:00', '18:00', '23:00'],
  5: ['06:00', '10:00', '14:00', '18:00', '22:00'],
  6: ['02:00', '06:00', '10:00', '14:00', '18:00', '22:00'],
}

export function usualSchedule(timesADay: number | undefined): TypedSchedule {
  return { type: 'hours', at: [...(usualHours[timesADay ?? 1] ?? ['08:00'])] }
}

const number = (text: string) => Number(text.replace(',', '.'))

function hoursOf(text: string): TypedSchedule | undefined {
  const at = text.split(/[\s,;]+/).filter(Boolean)
  const read = at.map((one) => /^(\d{1,2})(?:[:hg](\d{2})?)?$/.exec(one))
  if (read.length === 0 || read.some((one) => !one || Number(one[1]) > 23 || Number(one[2] ?? 0) > 59))
    return undefined
  const hours = read.map((one) => `${(one?.[1] ?? '').padStart(2, '0')}:${one?.[2] ?? '00'}`)
  return { type: 'hours', at: [...new Set(hours)].sort() }
}

function neededOf(text: string): TypedSchedule | undefined {
  const found = /^(?:khi|prn|cần)\s+(.+)$/i.exec(text)
  const words = found?.[1] ?? ''
  const gap = /\/\s*(\d+(?:[.,]\d+)?)/.exec(words)?.[1]
  const most = /[x×]\s*(\d+)/i.exec(words)?.[1]
  const reason = words
    .replace(/\/\s*\d+(?:[.,]\d+)?\s*(?:giờ|h)?/i, '')
    .replace(/[x×]\s*\d+\s*(?:lần)?/i, '')
    .trim()
  if (reason.length < 2) return undefined
  return { type: 'prn', reason, perDay: Number(most ?? 4), gapHours: gap ? number(gap) : 6 }
}

/**
 * A rhythm as it is typed: `8 20` at these hours, `x3` three times a day, `q6` every six hours, `1 lần` once,
 * `khi sốt /6 x4` when needed, at least six hours apart, at most four times.
 */
export function parseSchedule(text: string): TypedSchedule | undefined {
  const typed = text.trim().toLowerCase()
  if (/^(1 lần|một lần|ngay|once|stat)$/.test(typed)) return { type: 'once' }
  const times = /^x\s*([1-6])$/.exec(typed)?.[1]
  if (times) return usualSchedule(Number(times))
  const every = /^(?:q|mỗi|\/)\s*(\d+(?:[.,]\d+)?)\s*(?:h|giờ)?$/.exec(typed)?.[1]
  if (every && number(every) >= 1 && number(every) <= 168) return { type: 'interval', everyHours: number(every) }
  return neededOf(text.trim()) ?? hoursOf(typed)
}

/** The same as one would type it. */
export function scheduleText(schedule: TypedSchedule): string {
  if (schedule.type === 'once') return '1 lần'
  if (schedule.type === 'interval') return `q${String(schedule.everyHours).replace('.', ',')}`
  if (schedule.type === 'hours')
    return schedule.at.map((one) => (one.endsWith(':00') ? String(Number(one.slice(0, 2))) : one)).join(' ')
  return `khi ${schedule.reason} /${String(schedule.gapHours).replace('.', ',')} x${schedule.perDay}`
}
