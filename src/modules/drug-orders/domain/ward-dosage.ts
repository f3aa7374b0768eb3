import type { Dosage, Timing } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import type { DrugLine, Schedule } from './drug-line.ts'

const hourMs = 3_600_000
const offsetMs = 7 * hourMs

interface Around {
  /** Instant with offset at which the order is placed. */
  readonly now: string
  readonly unit: string
  readonly route: { readonly code: string; readonly name: string }
}

const number = (value: number) => String(Math.round(value * 1000) / 1000).replace('.', ',')

/** `8 giờ, 20 giờ 30`. */
const hour = (text: string) =>
  `${Number(text.slice(0, 2))} giờ${text.slice(3, 5) === '00' ? '' : ` ${text.slice(3, 5)}`}`

function rhythm(schedule: Schedule): string {
  if (schedule.type === 'hours') return `lúc ${schedule.at.map(hour).join(', ')}`
  if (schedule.type === 'interval') return `mỗi ${number(schedule.everyHours)} giờ`
  if (schedule.type === 'once') return 'một lần'
  return `khi ${schedule.reason}, không quá ${schedule.perDay} lần một ngày, cách nhau ít nhất ${number(schedule.gapHours)} giờ`
}

/** How to give it, in the words of the treatment sheet. Always Vietnamese: it is printed. */
export function wardDosageText(line: DrugLine, around: Around): string {
  const amount = `${number(line.dose)} ${line.doseUnit ?? around.unit}`
  const rate = line.rateMlPerHour === undefined ? '' : `tốc độ ${number(line.rateMlPerHour)} mL/giờ`
  const days = line.days === undefined ? '' : `trong ${line.days} ngày`
  return [`${around.route.name} ${amount}`, rate, rhythm(line.schedule), days].filter(Boolean).join(', ')
}

/** The instant `days` days after another, with Viet Nam's offset. */
function later(at: string, days: number): string {
  const moved = new Date(Date.parse(at) + days * 24 * hourMs + offsetMs)
  return `${moved.toISOString().slice(0, 19)}+07:00`
}

function timing(line: DrugLine, now: string): Timing {
  const { schedule } = line
  const start = line.start ?? now
  if (schedule.type === 'once') return { event: [schedule.at ?? start] }
  const boundsPeriod = { start, ...(line.days === undefined ? {} : { end: later(start, line.days) }) }
  if (schedule.type === 'hours')
    return { repeat: { boundsPeriod, timeOfDay: [...schedule.at].sort().map((one) => `${one}:00`) } }
  const period = schedule.type === 'interval' ? schedule.everyHours : schedule.gapHours
  return { repeat: { boundsPeriod, frequency: 1, period, periodUnit: 'h' } }
}

export function wardDosage(line: DrugLine, around: Around): Dosage {
  const { schedule } = line
  const unit = line.doseUnit ?? around.unit
  const doseQuantity = { value: line.dose, unit }
  const rate = { unit: 'mL/h', system: cs.ucum, code: 'mL/h' }
  return {
    text: wardDosageText(line, around),
    ...(line.note ? { additionalInstruction: [{ text: line.note }] } : {}),
    timing: timing(line, around.now),
    ...(schedule.type === 'prn' ? { asNeededCodeableConcept: { text: schedule.reason } } : {}),
    route: {
      coding: [{ system: cs.route, code: around.route.code, display: around.route.name }],
      text: around.route.name,
    },
    doseAndRate: [
      {
        doseQuantity,
        ...(line.rateMlPerHour === undefined ? {} : { rateQuantity: { value: line.rateMlPerHour, ...rate } }),
      },
    ],
    ...(schedule.type === 'prn'
      ? {
          maxDosePerPeriod: {
            numerator: { value: Math.round(line.dose * schedule.perDay * 1000) / 1000, unit },
            denominator: { value: 1, unit: 'ngày', system: cs.ucum, code: 'd' },
          },
        }
      : {}),
  }
}

/** Reads the schedule back; undefined when it is of a shape that this ward does not write. */
export function scheduleOf(dosage: Dosage | undefined): Schedule | undefined {
  const repeat = dosage?.timing?.repeat
  const event = dosage?.timing?.event?.[0]
  if (event) return { type: 'once', at: event }
  if (repeat?.timeOfDay?.length) return { type: 'hours', at: repeat.timeOfDay.map((one) => one.slice(0, 5)) }
  const period = numberOf(repeat?.period)
  if (period === undefined) return undefined
  if (!dosage?.asNeededCodeableConcept) {
    if (repeat?.periodUnit === 'h') return { type: 'interval', everyHours: period / (repeat.frequency ?? 1) }
    return undefined
  }
  const dose = numberOf(dosage.doseAndRate?.[0]?.doseQuantity?.value) ?? 1
  const most = numberOf(dosage.maxDosePerPeriod?.numerator?.value) ?? dose
  return {
    type: 'prn',
    reason: dosage.asNeededCodeableConcept.text ?? '',
    perDay: Math.max(1, Math.round(most / dose)),
    gapHours: period,
  }
}
