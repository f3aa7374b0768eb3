import sheet from '../../../data/labour/partograph.json' with { type: 'json' }
import { drawingErrors } from './errors.ts'
import type { Words } from './kinds.ts'
import { fieldsOf, listOf, maybeNumber, maybeOneOf, maybeText, numberIn } from './values.ts'

/** State of the waters, as one letter on the chart. */
export const fluids = {
  I: { vi: 'ối còn', en: 'membranes intact' },
  C: { vi: 'nước ối trong', en: 'clear' },
  M: { vi: 'lẫn phân su', en: 'meconium' },
  B: { vi: 'lẫn máu', en: 'blood' },
  A: { vi: 'hết nước ối', en: 'absent' },
} as const satisfies Readonly<Record<string, Words>>
export type Fluid = keyof typeof fluids

export const mouldings = ['0', '+', '++', '+++'] as const
export type Moulding = (typeof mouldings)[number]

/** How long contractions last: below 20 s, 20 to 40 s, above 40 s. */
export const contractionLengths = ['short', 'middle', 'long'] as const
export type ContractionLength = (typeof contractionLengths)[number]

/** One examination in labour; `h` counts hours from the first one on the chart. */
export interface LabourRow {
  readonly h: number
  readonly fetalHeart?: number
  readonly fluid?: Fluid
  readonly moulding?: Moulding
  /** cm */
  readonly cervix?: number
  /** Fifths of the head above the brim. */
  readonly descent?: number
  /** In ten minutes. */
  readonly contractions?: number
  readonly length?: ContractionLength
  /** IU per litre, and drops a minute. */
  readonly oxytocin?: number
  readonly drops?: number
  readonly drug?: string
  readonly pulse?: number
  readonly systolic?: number
  readonly diastolic?: number
  readonly temperature?: number
  readonly urine?: string
}

export interface Labour {
  /** Clock time of hour 0, as `HH:MM`. */
  readonly start?: string
  readonly rows: readonly LabourRow[]
}

export const labourLimits = { rows: 200, hours: 24 } as const

function readRow(value: unknown, at: number): LabourRow {
  const raw = fieldsOf(value, `rows.${at}`)
  const number = (key: string, low: number, high: number) => maybeNumber(raw[key], `rows.${at}.${key}`, low, high)
  const row = {
    fetalHeart: number('fetalHeart', 40, 240),
    fluid: maybeOneOf(raw['fluid'], `rows.${at}.fluid`, Object.keys(fluids) as Fluid[]),
    moulding: maybeOneOf(raw['moulding'], `rows.${at}.moulding`, mouldings),
    cervix: number('cervix', 0, 10),
    descent: number('descent', 0, 5),
    contractions: number('contractions', 0, 9),
    length: maybeOneOf(raw['length'], `rows.${at}.length`, contractionLengths),
    oxytocin: number('oxytocin', 0, 100),
    drops: number('drops', 0, 120),
    drug: maybeText(raw['drug'], `rows.${at}.drug`, 60),
    pulse: number('pulse', 20, 250),
    systolic: number('systolic', 40, 300),
    diastolic: number('diastolic', 20, 200),
    temperature: number('temperature', 30, 44),
    urine: maybeText(raw['urine'], `rows.${at}.urine`, 20),
  }
  const kept = Object.fromEntries(Object.entries(row).filter(([, one]) => one !== undefined))
  return { h: numberIn(raw['h'], `rows.${at}.h`, 0, labourLimits.hours), ...kept }
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

export function readLabour(value: unknown): Labour {
  if (value === undefined) return { rows: [] }
  const raw = fieldsOf(value, 'chart')
  const start = maybeText(raw['start'], 'start', 5)
  if (start !== undefined && !clock.test(start)) throw drawingErrors.wrongValue({ field: 'start' })
  const rows = listOf(raw['rows'], 'rows', labourLimits.rows).map(readRow)
  return { ...(start === undefined ? {} : { start }), rows: rows.toSorted((a, b) => a.h - b.h) }
}

/** Where the active phase begins, how fast it goes on and how long after the alert line the action line lies. */
export const labourLines = sheet.lines

const hoursTo = (cm: number) =>
  (Math.min(cm, labourLines.fullCm) - labourLines.activeFromCm) / labourLines.cmPerHour

/** Where the first examination and the alert line stand on the sheet, in hours from its left edge. */
export interface LabourStart {
  readonly first: number
  readonly alert: number
}

/**
 * The first examination of the active phase lies on the alert line: either it is moved to the right, or, after a
 * latent phase, the line is.
 *
 * @see Quyết định 4128/QĐ-BYT of 2016, data/labour/partograph.json: plotting starts at 3 cm, on the line
 */
export function startOf(rows: readonly LabourRow[]): LabourStart {
  const row = rows.find(({ cervix }) => cervix !== undefined && cervix >= labourLines.activeFromCm)
  if (row?.cervix === undefined) return { first: 0, alert: 0 }
  const ahead = hoursTo(row.cervix) - row.h
  return ahead > 0 ? { first: ahead, alert: 0 } : { first: 0, alert: -ahead }
}

export type LabourProgress = 'before' | 'onTime' | 'beyondAlert' | 'beyondAction'

/** Where the newest opening of the cervix lies: left of the alert line, between the lines, or beyond the action line. */
export function progressOf(rows: readonly LabourRow[]): LabourProgress {
  const last = rows.findLast(({ cervix }) => cervix !== undefined)
  if (last?.cervix === undefined || last.cervix < labourLines.activeFromCm) return 'before'
  const { first, alert } = startOf(rows)
  const late = last.h + first - alert - hoursTo(last.cervix)
  if (late > labourLines.actionAfterHours) return 'beyondAction'
  return late > 0 ? 'beyondAlert' : 'onTime'
}
