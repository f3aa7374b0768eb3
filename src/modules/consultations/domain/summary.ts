import { formatDay } from '#kernel/civil-date.ts'

/** What is known of a stay when people meet about it. */
export interface StayFacts {
  readonly admittedAt: string
  readonly reason: string
  readonly diagnosis?: string
  readonly course: readonly { readonly at: string; readonly text: string }[]
  readonly vitals: string
  readonly results: readonly string[]
  readonly medicines: readonly string[]
}

const line = (label: string, parts: readonly string[], join: string): string[] =>
  parts.length > 0 ? [`${label}: ${parts.join(join)}.`] : []

const dayOf = (at: string) => formatDay(at.slice(0, 10))

const inSentence = (text: string) => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '')

/** The course of a stay for its minutes, a paper and therefore Vietnamese; who writes them reads and mends it. */
export function summaryText(facts: StayFacts): string {
  return [
    `Vào viện ngày ${dayOf(facts.admittedAt)}${facts.reason ? ` vì ${inSentence(facts.reason)}` : ''}.`,
    ...line('Chẩn đoán', facts.diagnosis ? [facts.diagnosis] : [], ''),
    ...facts.course.map(({ at, text }) => `${dayOf(at)}: ${text}`),
    ...line('Sinh hiệu gần nhất', facts.vitals ? [facts.vitals] : [], ''),
    ...line('Kết quả cần chú ý', facts.results, '; '),
    ...line('Thuốc đang dùng', facts.medicines, '; '),
  ].join('\n')
}
