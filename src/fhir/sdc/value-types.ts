import { isDay } from '#kernel/civil-date.ts'
import { lexemeOf, numberOf } from '../decimal.ts'
import { valueTypes } from '../questionnaire-values.ts'
import { isObject } from './answers.ts'
import type { FormItem, ProblemCode } from './types.ts'

/** Years before are typing mistakes: a two-digit year, a slipped key. */
const firstYear = 1850
const lastYear = 2199

/** What is wrong with the kind of a value: of another type, or a day or time that does not exist. */
export function typeFault(item: FormItem, type: string, value: unknown): ProblemCode | undefined {
  if (!valueTypes[item.type]?.includes(type)) return 'type'
  const check = checks[type]
  return check ? check(value) : isObject(value) ? undefined : 'type'
}

const checks: Readonly<Record<string, (value: unknown) => ProblemCode | undefined>> = {
  Boolean: (value) => (typeof value === 'boolean' ? undefined : 'type'),
  Decimal: (value) => (Number.isFinite(numberOf(value)) ? undefined : 'type'),
  Integer: (value) => (isInteger(value) ? undefined : 'type'),
  String: (value) => (typeof value === 'string' ? undefined : 'type'),
  Uri: (value) => (typeof value === 'string' && /^\S+$/.test(value) ? undefined : 'type'),
  Date: (value) => (typeof value === 'string' ? dateFault(value) : 'type'),
  DateTime: (value) => (typeof value === 'string' ? dateTimeFault(value) : 'type'),
  Time: (value) => (typeof value === 'string' && isTime(value) ? undefined : 'day'),
  Reference: (value) => (isReference(value) ? undefined : 'reference'),
}

function isInteger(value: unknown): boolean {
  const number = numberOf(value)
  return number !== undefined && /^-?\d+$/.test(lexemeOf(value) ?? '') && Math.abs(number) <= 2_147_483_647
}

/** A whole day, or a month or a year where no more is known. */
function dateFault(text: string): ProblemCode | undefined {
  const [year = '', month = '01', day = '01'] = text.split('-')
  const shaped = /^\d{4}(-\d\d(-\d\d)?)?$/.test(text)
  const inRange = Number(year) >= firstYear && Number(year) <= lastYear
  return shaped && inRange && isDay(`${year}-${month}-${day}`) ? undefined : 'day'
}

function dateTimeFault(text: string): ProblemCode | undefined {
  const [day = '', clock] = text.split('T')
  if (clock === undefined) return dateFault(text)
  const parts = /^(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/.exec(clock)
  return parts?.[1] && isTime(parts[1]) && day.length === 10 ? dateFault(day) : 'day'
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/.test(text)

function isReference(value: unknown): boolean {
  if (!isObject(value)) return false
  const { reference } = value
  const named = typeof value['display'] === 'string' || isObject(value['identifier'])
  if (reference === undefined) return named
  return typeof reference === 'string' && /^([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}|#.+|\w+:.+)/.test(reference)
}
