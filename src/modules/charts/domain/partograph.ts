import { type LabourProgress, type LabourRow, progressOf } from '#kernel/drawing/labour.ts'
import { labourDefinition as definition, type Found, isActive, sheetOf } from '#kernel/drawing/labour-sheet.ts'
import { present } from '#kernel/present.ts'

type Finding = keyof Omit<LabourRow, 'h'>

const hourMs = 3_600_000

interface Limit {
  readonly low?: number
  readonly high?: number
}

const limits: Readonly<Partial<Record<Finding, Limit>>> = definition.limits
const signs: Readonly<Partial<Record<Finding, readonly string[]>>> = definition.signs

/** Whether a finding asks for attention by itself. */
export function markOf(key: Finding, value: number | string): 'high' | 'low' | 'sign' | undefined {
  if (typeof value === 'string') return signs[key]?.includes(value) ? 'sign' : undefined
  const { low, high } = limits[key] ?? {}
  if (low !== undefined && value < low) return 'low'
  return high !== undefined && value > high ? 'high' : undefined
}

export interface Newest {
  readonly key: Finding
  readonly at: string
  readonly value: number | string
  readonly mark?: 'high' | 'low' | 'sign'
  /** When it is to be looked at again. */
  readonly nextAt?: string
}

const told: readonly Finding[] = [
  'cervix',
  'descent',
  'fetalHeart',
  'contractions',
  'fluid',
  'moulding',
  'pulse',
  'systolic',
  'diastolic',
  'temperature',
  'oxytocin',
]

/** The newest of every finding, with its mark and when it is due again. */
export function newestOf(columns: readonly Found[]): readonly Newest[] {
  const phase = columns.some(isActive) ? 'active' : 'latent'
  const every: Readonly<Partial<Record<Finding, number>>> = definition.everyMinutes[phase]
  return told.flatMap((key): Newest[] => {
    const column = columns.findLast((one) => one[key] !== undefined)
    const value = column?.[key]
    if (!column || value === undefined) return []
    const minutes = every[key]
    const nextAt = minutes && new Date(Date.parse(column.at) + minutes * 60_000).toISOString()
    return [{ key, at: column.at, value, ...present({ mark: markOf(key, value), nextAt: nextAt || undefined }) }]
  })
}

export type CourseOf = LabourProgress | 'latentLong'

/** How labour goes on: against the lines in the active phase, by its length before. */
export function courseOf(columns: readonly Found[]): CourseOf {
  const progress = progressOf(sheetOf(columns).rows)
  const [first, last] = [columns[0], columns.at(-1)]
  const hours = first && last ? (Date.parse(last.at) - Date.parse(first.at)) / hourMs : 0
  return progress === 'before' && hours > definition.latentHours ? 'latentLong' : progress
}

export type LabourCall = (typeof definition.calls)[number]

/** Whom the newest examination calls: the gravest of what crossed a line or went beyond its limits in it. */
export function callOf(columns: readonly Found[]): LabourCall | undefined {
  const last = columns.at(-1)
  if (!last) return undefined
  const course = last.cervix === undefined ? undefined : courseOf(columns)
  const heart = last.fetalHeart === undefined ? undefined : markOf('fetalHeart', last.fetalHeart)
  return definition.calls.find(({ of }) => of === course || (of === 'fetalHeart' && heart !== undefined))
}
