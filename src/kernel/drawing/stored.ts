import { drawingErrors } from './errors.ts'

export const drawingLimits = { characters: 400_000, note: 200 } as const

type Raw = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The JSON of a stored drawing of whatever kind; an absent one is empty. */
export function readStored(input: unknown): Raw {
  if (input === undefined || input === null || input === '') return { v: 1 }
  let value: unknown = input
  if (typeof input === 'string') {
    if (input.length > drawingLimits.characters)
      throw drawingErrors.tooLarge({ size: input.length, limit: drawingLimits.characters })
    try {
      value = JSON.parse(input) as unknown
    } catch (cause) {
      throw drawingErrors.notReadable({}, cause)
    }
  }
  if (!isObject(value) || value['v'] !== 1) throw drawingErrors.notReadable()
  return value
}
