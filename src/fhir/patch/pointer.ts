import { patchErrors } from './errors.ts'
import { isObject, type Json } from './values.ts'

/** Steps of a JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function stepsOf(pointer: unknown, number: number, member = 'path'): readonly string[] {
  const invalid = (reason: string) => patchErrors.invalid({ number, reason })
  if (typeof pointer !== 'string') throw invalid(`${member} is missing or not a string`)
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw invalid(`${member} does not begin with /`)
  if (/~(?![01])/.test(pointer)) throw invalid(`${member} has a ~ that is neither ~0 nor ~1`)
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
  if (steps.includes('__proto__')) throw invalid(`${member} names __proto__`)
  return steps
}

export interface Place {
  readonly holder: Json | unknown[]
  readonly step: string
}

export const pointerOf = (steps: readonly string[]) =>
  `/${steps.map((step) => step.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`.slice(0, 200)

/** The object or list that holds the last step; everything on the way has to be there. */
export function placeOf(root: unknown, steps: readonly string[], number: number): Place {
  let holder = root
  for (const step of steps.slice(0, -1)) holder = valueAt(holder, step, steps, number)
  if (!Array.isArray(holder) && !isObject(holder)) throw patchErrors.notFound({ number, path: pointerOf(steps) })
  return { holder, step: steps.at(-1) ?? '' }
}

export function valueAt(holder: unknown, step: string, steps: readonly string[], number: number): unknown {
  if (Array.isArray(holder)) return holder[indexOf(holder, step, holder.length - 1, steps, number)]
  if (isObject(holder) && Object.hasOwn(holder, step)) return holder[step]
  throw patchErrors.notFound({ number, path: pointerOf(steps) })
}

/** A step into a list: digits without a leading zero, at most `most`. */
export function indexOf(
  list: readonly unknown[],
  step: string,
  most: number,
  steps: readonly string[],
  number: number,
): number {
  const path = pointerOf(steps)
  if (!/^(0|[1-9]\d{0,8})$/.test(step)) throw patchErrors.notFound({ number, path })
  const index = Number(step)
  if (index > most) throw patchErrors.outOfRange({ number, path, count: list.length, index })
  return index
}
