import { createHmac } from 'node:crypto'
import type { Coding, Quantity, Reference } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import type { Element } from '#fhir/structure.ts'
import { cs } from '#fhir/systems.ts'
import { isUnit } from '#fhir/ucum/index.ts'
import { structures } from '#store/definitions.ts'
import type { DeidentifyAction, DeidentifyRules } from './rules.ts'

/** What the rules are applied with; lives as long as one export. */
export interface Scrubber {
  readonly rules: DeidentifyRules
  /** Of this export only, and never written. */
  readonly key: Buffer
  readonly systems: ReadonlyMap<string, RegExp>
  /** Whether an imported list of this hospital holds the code. */
  isListed(system: string, code: string): boolean
  /** How many values stayed here, by path. */
  readonly dropped: Map<string, number>
}

interface At {
  readonly scrubber: Scrubber
  readonly days: number
  readonly born: Born | undefined
}

/** The year of a birth as it was, and as it is told. */
export interface Born {
  readonly year: number
  readonly told: number
}

/**
 * A birth moves with everything else of the patient, so that nothing comes before it and ages stay; of one that is not whole
 * the first possible day moves.
 */
export function bornOf(
  scrubber: Pick<Scrubber, 'key' | 'rules'>,
  patient: string,
  birthDate: string,
): Born | undefined {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(birthDate) ?? []
  const moved = year && shifted(`${year}-${month}-${day}`, daysOf(scrubber, patient), undefined)
  return moved ? { year: Number(year), told: Number(moved.slice(0, 4)) } : undefined
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The resource with nothing but what a rule lets leave. */
export function scrub(scrubber: Scrubber, resource: Json, patient: string, born?: Born): Json {
  const type = String(resource['resourceType'])
  const walked = walk({ scrubber, days: daysOf(scrubber, patient), born }, type, type, resource)
  return { ...walked, resourceType: type, id: pseudonym(scrubber, type, String(resource['id'])) }
}

/** A name that leads nowhere without the key. */
export function pseudonym({ key }: Pick<Scrubber, 'key'>, type: string, id: string): string {
  return createHmac('sha256', key).update(`id ${type}/${id}`).digest('hex').slice(0, 40)
}

/** By how many days a patient's dates move: never none. */
export function daysOf({ key, rules }: Pick<Scrubber, 'key' | 'rules'>, patient: string): number {
  const drawn = createHmac('sha256', key).update(`days ${patient}`).digest().readUInt32BE(0)
  const most = rules.mostShiftDays
  const days = (drawn % (2 * most)) - most
  return days >= 0 ? days + 1 : days
}

function walk(at: At, type: string, path: string, value: Json): Json {
  const elements = structures.type(type)?.elements
  const made: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(value)) {
    if (name === 'resourceType' || (path === type && name === 'id')) continue
    const element = elements?.get(name)
    const told = element && toldOf(at, element, `${path}.${name}`, given)
    // The report names what the standard names, never a name that somebody made up.
    if (told === undefined) drop(at, `${path}.${element ? name : '?'}`)
    else made[name] = told
  }
  return made
}

function drop({ scrubber: { dropped } }: At, path: string): void {
  dropped.set(path, (dropped.get(path) ?? 0) + 1)
}

function toldOf(at: At, element: Element, path: string, given: unknown): unknown {
  if (!Array.isArray(given)) return oneOf(at, element, path, given)
  const list = given.map((one) => oneOf(at, element, path, one)).filter((one) => one !== undefined)
  return list.length === 0 ? undefined : list
}

function oneOf(at: At, element: Element, path: string, given: unknown): unknown {
  const { rules } = at.scrubber
  const action =
    rules.elements[path] ?? rules.datatypes[element.type] ?? (element.type.includes('.') ? 'walk' : 'drop')
  if (action === 'walk') return isObject(given) ? filled(walk(at, element.type, path, given)) : undefined
  return acts[action](at, element, given)
}

const filled = (value: Json) => (Object.keys(value).length === 0 ? undefined : value)

type Act = (at: At, element: Element, given: unknown) => unknown

const acts: Readonly<Record<Exclude<DeidentifyAction, 'walk'>, Act>> = {
  drop: () => undefined,
  keep: (_at, { type }, given) => (type === 'boolean' || type === 'time' ? plain(type, given) : undefined),
  shift: ({ days, born }, _element, given) => shifted(given, days, born),
  short: ({ scrubber }, _element, given) => short(scrubber, given),
  hash: ({ scrubber }, { type }, given) => (type === 'Reference' ? reference(scrubber, given) : undefined),
  listed: ({ scrubber }, element, given) => listed(scrubber, element, given),
}

function plain(type: string, given: unknown): unknown {
  if (type === 'boolean') return typeof given === 'boolean' ? given : undefined
  return typeof given === 'string' && /^\d\d:\d\d:\d\d$/.test(given) ? given : undefined
}

/** A whole date moves and keeps its time of day; of one that is not whole the year is left, but none before the birth. */
function shifted(given: unknown, days: number, born: Born | undefined): string | undefined {
  const [, year, rest, time = ''] =
    /^(\d{4})(?:-(\d\d(?:-\d\d)?))?(T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/.exec(String(given)) ?? []
  if (year === undefined) return undefined
  if (rest?.length !== 5)
    return born && Number(year) >= born.year ? String(Math.max(Number(year), born.told)) : year
  const day = new Date(`${year}-${rest}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return undefined
  day.setUTCDate(day.getUTCDate() + days)
  return `${day.toISOString().slice(0, 10)}${time}`
}

/** What has many digits could be the number of a person. */
function short({ rules }: Scrubber, given: unknown): unknown {
  const digits = lexemeOf(given)
  if (digits === undefined || /[eE]/.test(digits)) return undefined
  return digits.replaceAll(/\D/g, '').length <= rules.mostDigits ? given : undefined
}

function reference(scrubber: Scrubber, given: unknown): unknown {
  const [, type = '', id = ''] =
    /^([A-Z]\w+)\/([\w.-]+)$/.exec(String((given as Reference | null)?.reference)) ?? []
  return scrubber.rules.types.includes(type)
    ? { reference: `${type}/${pseudonym(scrubber, type, id)}` }
    : undefined
}

function listed(scrubber: Scrubber, { type, hasCode }: Element, given: unknown): unknown {
  if (type === 'code') return typeof given === 'string' && hasCode?.(given) === true ? given : undefined
  if (type === 'Coding') return coding(scrubber, given)
  return quantity(scrubber, given)
}

/** A code that a list holds or that has the form of its system; what it means stands in the list. */
function coding(scrubber: Scrubber, given: unknown): Coding | undefined {
  const { system, code } = (given ?? {}) as Coding
  if (typeof system !== 'string' || typeof code !== 'string') return undefined
  const known =
    scrubber.systems.get(system)?.test(code) === true ||
    structures.codesOfSystem(system)?.has(code) === true ||
    scrubber.isListed(system, code)
  return known ? { system, code } : undefined
}

function quantity(scrubber: Scrubber, given: unknown): Quantity | undefined {
  const { value, comparator, system, code } = (given ?? {}) as Quantity
  if (code !== undefined && scrubber.rules.unitsOfAge.includes(code)) return undefined
  if (numberOf(value) === undefined || short(scrubber, value) === undefined) return undefined
  const unit = system === cs.ucum && code !== undefined && !code.includes('{') && isUnit(code)
  return {
    ...(value === undefined ? {} : { value }),
    ...(comparator !== undefined && ['<', '<=', '>=', '>'].includes(comparator) ? { comparator } : {}),
    ...(unit ? { system, code } : {}),
  }
}
