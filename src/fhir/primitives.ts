import { isDecimal } from './decimal.ts'

/** Longest text of one element: 1 MB as in http://hl7.org/fhir/R4/datatypes.html#string */
const mostText = 1_048_576
const mostInteger = 2_147_483_647

const year = '(?!0000)\\d{4}'
const day = `${year}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])`
const clock = '([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?'
const zone = '(Z|[+-]((0\\d|1[0-3]):[0-5]\\d|14:00))'

/** The published patterns, with year 0000 refused and without the ones that are slow on long texts. */
const patterns = {
  code: /^\S+( \S+)*$/,
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  oid: /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/,
  uuid: /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  uri: /^\S*$/,
  url: /^\S*$/,
  canonical: /^\S*$/,
  date: new RegExp(`^(${year}|${year}-(0[1-9]|1[0-2])|${day})$`),
  dateTime: new RegExp(`^(${year}|${year}-(0[1-9]|1[0-2])|${day}(T${clock}${zone})?)$`),
  instant: new RegExp(`^${day}T${clock}${zone}$`),
  time: new RegExp(`^${clock}$`),
} as const

const base64 = /^[0-9a-zA-Z+/=\s]*$/
const activeContent = /<\s*(script|iframe|object|embed|form|input|link|meta|base)\b|\son\w+\s*=|javascript:/i

/** Why a value is not of a primitive type; undefined when it is. */
export function primitiveFault(type: string, value: unknown): string | undefined {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'integer':
    case 'unsignedInt':
    case 'positiveInt':
      return integerFault(type, value)
    case 'decimal':
      return typeof value === 'number' || isDecimal(value) ? undefined : 'must be a number'
    default:
      return typeof value === 'string' ? textFault(type, value) : 'must be a text'
  }
}

function integerFault(type: string, value: unknown): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > mostInteger)
    return 'must be a 32-bit integer'
  if (type === 'unsignedInt' && value < 0) return 'must be 0 or more'
  if (type === 'positiveInt' && value < 1) return 'must be 1 or more'
  return undefined
}

function textFault(type: string, value: string): string | undefined {
  if (value.length === 0) return 'must not be empty'
  if (type === 'base64Binary') {
    const whole = base64.test(value) && value.replace(/\s/g, '').length % 4 === 0
    return whole ? undefined : 'must be base64'
  }
  if (value.length > mostText) return 'is longer than 1 MB'
  if (type === 'xhtml') return narrativeFault(value)
  if (type === 'string' || type === 'markdown')
    return value.trim().length > 0 ? undefined : 'must hold more than white space'
  const pattern = patterns[type as keyof typeof patterns] as RegExp | undefined
  if (pattern && !pattern.test(value)) return `is not a ${type}`
  return isDate(type) && !dayExists(value) ? 'names a day that does not exist' : undefined
}

const isDate = (type: string) => type === 'date' || type === 'dateTime' || type === 'instant'

function dayExists(value: string): boolean {
  if (value.length < 10) return true
  const day = value.slice(0, 10)
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day
}

/** Narrative may hold no active content. @see http://hl7.org/fhir/R4/narrative.html#security */
function narrativeFault(value: string): string | undefined {
  if (!/^\s*<div[\s>]/.test(value)) return 'must be an XHTML div'
  return activeContent.test(value) ? 'must not hold active content' : undefined
}

/** A resource id: http://hl7.org/fhir/R4/datatypes.html#id */
export function isResourceId(text: string): boolean {
  return patterns.id.test(text)
}
