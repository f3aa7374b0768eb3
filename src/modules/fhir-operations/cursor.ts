import { storeErrors } from '#store/errors.ts'

export interface Place {
  readonly type: number
  readonly id: string
}

export function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify([place.type, place.id])).toString('base64url')
}

export function readCursor(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined
  try {
    const [type, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if (Number.isSafeInteger(type) && typeof id === 'string' && !id.includes('\u0000'))
      return { type: type as number, id }
  } catch (cause) {
    throw storeErrors.badCursor({}, cause)
  }
  throw storeErrors.badCursor()
}
