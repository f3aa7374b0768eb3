/** ECMAScript's JSON.rawJSON, which TypeScript's library does not name yet. */
interface RawJson {
  rawJSON(text: string): object
  isRawJSON(value: unknown): boolean
}
const json = JSON as unknown as RawJson

const lexeme = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/**
 * A FHIR decimal that keeps its digits as written: `decimal('7.0')` is stored and sent as `7.0`.
 *
 * The type says `number` so that it fits `@medplum/fhirtypes`; read it with `numberOf`, never with arithmetic.
 * @see http://hl7.org/fhir/R4/datatypes.html#decimal precision is significant
 */
export function decimal(text: string): number {
  if (!lexeme.test(text)) throw new RangeError(`Not a JSON number: ${text.slice(0, 40)}`)
  const value = Number(text)
  return String(value) === text ? value : (json.rawJSON(text) as unknown as number)
}

/** The value of a number or of a decimal with kept digits; undefined when it is neither. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return isDecimal(value) ? Number((value as { rawJSON: string }).rawJSON) : undefined
}

/** The digits of a number as they will be written. */
export function lexemeOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return isDecimal(value) ? (value as { rawJSON: string }).rawJSON : undefined
}

/** Whether a value is a decimal whose digits are kept. */
export function isDecimal(value: unknown): boolean {
  return json.isRawJSON(value)
}
