import { isDecimal, lexemeOf } from './decimal.ts'
import { type Reason, type ReasonKind, reason } from './reason.ts'

/** Longest text of one element: 1 MB as in http://hl7.org/fhir/R4/datatypes.html#string */
const mostText = 1_048_576
const mostInteger = 2_147_483_647
const leastInteger = -mostInteger - 1
/** Digits of one number, sign, point and exponent counted; the specification asks for 18. */
const mostDigits = 100

const year = '(?!0000)\\d{4}'
const day = `${year}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])`
const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,100})?'
const zone = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))'

/** The published patterns, with year 0000 refused and without the ones that are slow on long texts. */
const patterns = {
  code: /^\S+(?:\s\S+)*$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  oid: /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/,
  uuid: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  uri: /^\S*$/,
  date: new RegExp(`^(?:${year}|${year}-(?:0[1-9]|1[0-2])|${day})$`),
  dateTime: new RegExp(`^(?:${year}|${year}-(?:0[1-9]|1[0-2])|${day}(?:T${clock}${zone})?)$`),
  instant: new RegExp(`^${day}T${clock}${zone}$`),
  time: new RegExp(`^${clock}$`),
} as const

/** Characters that XML cannot carry, so that a text with them could not be given back in every format. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

type Check = (value: unknown) => Reason | undefined

/** The text tests of a type that come after the tests every text has to pass. */
function texts(check: (value: string) => Reason | undefined): Check {
  return (value) => {
    if (typeof value !== 'string') return reason('notText')
    if (value.length === 0) return reason('emptyText')
    if (value.length > mostText) return reason('longText')
    return check(value)
  }
}

const matching = (name: keyof typeof patterns, type: string): Check =>
  texts((value) => (patterns[name].test(value) ? undefined : reason('notOfType', { type })))

const dated = (type: 'date' | 'dateTime' | 'instant'): Check =>
  texts((value) => {
    if (!patterns[type].test(value)) return reason('notOfType', { type })
    return dayExists(value) ? undefined : reason('noSuchDay')
  })

const integer =
  (least: number, fault: ReasonKind): Check =>
  (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value > mostInteger || value < leastInteger)
      return reason('notInteger')
    return value < least ? reason(fault) : undefined
  }

function wordsFault(value: string): Reason | undefined {
  if (control.test(value)) return reason('controlCharacters')
  if (!value.isWellFormed()) return reason('halfCharacter')
  // The first character is rarely a space, so the whole text is looked at rarely.
  return value.charCodeAt(0) <= 32 && value.trim().length === 0 ? reason('onlySpace') : undefined
}

function uriFault(value: string): Reason | undefined {
  if (!patterns.uri.test(value)) return reason('notOfType', { type: 'uri' })
  if (!value.isWellFormed() || control.test(value)) return reason('controlCharacters')
  if (!value.startsWith('urn:')) return undefined
  if (value.startsWith('urn:uuid:')) {
    const bare = value.length > 45 && value.charCodeAt(45) === 35 ? value.slice(0, 45) : value
    return patterns.uuid.test(bare.toLowerCase()) ? undefined : reason('notUuid')
  }
  return value.startsWith('urn:oid:') && !patterns.oid.test(value) ? reason('notOid') : undefined
}

function decimalFault(value: unknown): Reason | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : reason('notNumber')
  if (!isDecimal(value)) return reason('notNumber')
  const digits = lexemeOf(value) ?? ''
  if (digits.length > mostDigits) return reason('manyDigits', { most: mostDigits })
  return Number.isFinite(Number(digits)) ? undefined : reason('largeNumber')
}

/** Base64 with white space between: groups of four characters, filled up at the end only. Read in one pass. */
function base64Fault(value: unknown): Reason | undefined {
  if (typeof value !== 'string') return reason('notText')
  if (value.length === 0) return reason('emptyText')
  let count = 0
  let filling = 0
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code === 32 || (code >= 9 && code <= 13)) continue
    count++
    if (code === 61) filling++
    else if (filling > 0 || !isBase64(code)) return reason('notBase64')
  }
  return count > 0 && count % 4 === 0 && filling <= 2 ? undefined : reason('notBase64')
}

const isBase64 = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43

const checks: Readonly<Record<string, Check>> = {
  boolean: (value) => (typeof value === 'boolean' ? undefined : reason('notBoolean')),
  integer: integer(leastInteger, 'notInteger'),
  unsignedInt: integer(0, 'negative'),
  positiveInt: integer(1, 'notPositive'),
  decimal: decimalFault,
  base64Binary: base64Fault,
  string: texts(wordsFault),
  markdown: texts(wordsFault),
  xhtml: texts(wordsFault),
  code: texts((value) => (patterns.code.test(value) ? wordsFault(value) : reason('notOfType', { type: 'code' }))),
  id: matching('id', 'id'),
  oid: matching('oid', 'oid'),
  uuid: matching('uuid', 'uuid'),
  uri: texts(uriFault),
  url: texts(uriFault),
  canonical: texts(uriFault),
  time: matching('time', 'time'),
  date: dated('date'),
  dateTime: dated('dateTime'),
  instant: dated('instant'),
}

const unknownType: Check = texts(wordsFault)

/** The check of a primitive type: why a value is not of it, undefined when it is. */
export function primitiveCheck(type: string): Check {
  return checks[type] ?? unknownType
}

/** Why a value is not of a primitive type; undefined when it is. */
export function primitiveFault(type: string, value: unknown): Reason | undefined {
  return primitiveCheck(type)(value)
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function dayExists(value: string): boolean {
  if (value.length < 10) return true
  const number = (from: number, to: number) => Number(value.slice(from, to))
  const ofMonth = number(8, 10)
  if (ofMonth <= 28) return true
  const month = number(5, 7)
  if (month !== 2) return ofMonth <= (daysOf[month - 1] ?? 0)
  const inYear = number(0, 4)
  const leap = inYear % 4 === 0 && (inYear % 100 !== 0 || inYear % 400 === 0)
  return leap && ofMonth === 29
}

/** A resource id: http://hl7.org/fhir/R4/datatypes.html#id */
export function isResourceId(text: string): boolean {
  return patterns.id.test(text)
}
