import { formatDay } from '#kernel/civil-date.ts'

/** What is known of a patient when the shift ends. */
export interface HandOverFacts {
  readonly name: string
  readonly bed?: string
  readonly stayDay: number
  readonly diagnosis?: string
  /** Why the patient came in; told as long as there is no diagnosis. */
  readonly reason?: string
  readonly allergies: readonly string[]
  readonly careLevel?: string
  readonly vitals?: string
  readonly warning?: string
  readonly calls: readonly string[]
  readonly fluids?: { readonly in: number; readonly out: number }
  readonly lines: readonly string[]
  readonly risks: readonly string[]
  readonly notes: readonly string[]
  readonly notDone: readonly string[]
  readonly open: readonly string[]
  readonly plans: readonly string[]
  readonly nextMeasurement?: string
}

export interface Sbar {
  readonly situation: string
  readonly background: string
  readonly assessment: string
  readonly recommendation: string
}

const lines = (...parts: readonly (string | false | undefined)[]): string => parts.filter(Boolean).join('\n')
const list = (head: string, all: readonly string[]): string | false =>
  all.length > 0 && `${head}: ${all.join('; ')}`

/**
 * Situation, background, assessment, recommendation, from what is written of the patient. What nobody wrote is left out;
 * nothing is said to be normal because it is absent.
 */
export function sbar(facts: HandOverFacts): Sbar {
  const { fluids } = facts
  const balance = fluids && fluids.in - fluids.out
  return {
    situation: lines(
      [facts.name, facts.bed, `ngày thứ ${facts.stayDay}`, facts.careLevel && `chăm sóc ${facts.careLevel}`]
        .filter(Boolean)
        .join(', '),
      facts.warning,
      list('Lời gọi cảnh báo', facts.calls),
    ),
    background: lines(
      facts.diagnosis ? `Chẩn đoán: ${facts.diagnosis}` : facts.reason && `Lý do vào viện: ${facts.reason}`,
      list('Dị ứng', facts.allergies),
      list('Đang có', facts.lines),
      list('Kế hoạch', facts.plans),
    ),
    assessment: lines(
      facts.vitals,
      fluids && `Dịch trong ngày: vào ${fluids.in} mL, ra ${fluids.out} mL, cân bằng ${signed(balance ?? 0)} mL`,
      list('Nguy cơ', facts.risks),
      list('Ghi chép trong ca', facts.notes),
    ),
    recommendation: lines(
      facts.nextMeasurement && `Đo sinh hiệu tiếp: ${facts.nextMeasurement}`,
      list('Chưa làm', facts.notDone),
      list('Việc còn lại', facts.open),
    ),
  }
}

const signed = (value: number) => (value > 0 ? `+${value}` : String(value))

/** `14:05 22/11` */
export const shortTime = (at: string): string => {
  const local = new Date(Date.parse(at) + 7 * 3_600_000).toISOString()
  return `${local.slice(11, 16)} ${formatDay(local.slice(0, 10)).slice(0, 5)}`
}
