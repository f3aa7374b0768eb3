import { compilePath } from '../fhirpath/index.ts'
import { elementOf, type Known } from '../fhirpath/model.ts'
import { checkTypes } from '../fhirpath/strict.ts'
import { reasonOf } from '../reason.ts'
import { fault, isObject, type Json, type Walk } from './walk.ts'

const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Constraints of a profile are FHIRPath, and name elements that are there where they stand. */
export function checkConstraintPaths(walk: Walk, profile: Json, path: string): void {
  for (const part of ['snapshot', 'differential']) {
    const rows = isObject(profile[part]) ? objects(profile[part]['element']) : []
    // What a profile takes over from its base is not its own.
    for (const [at, row] of rows.entries())
      for (const [index, constraint] of objects(row['constraint']).entries())
        if (constraint['source'] === undefined || constraint['source'] === profile['url'])
          checkOne(walk, constraint, row, `${path}.${part}.element[${at}].constraint[${index}].expression`)
  }
}

function checkOne(walk: Walk, { expression }: Json, row: Json, path: string): void {
  if (typeof expression !== 'string') return
  try {
    compilePath(expression)
    const type = typeAt(row)
    if (type !== undefined) checkTypes(expression, type)
  } catch (error) {
    fault(walk, 'definition', path, { fault: reasonOf(error) })
  }
}

/** The type, or the path that stands for one, of what an element holds; undefined when it may be of several types. */
function typeAt({ path, type: given }: Json): string | undefined {
  const [root = '', ...steps] = typeof path === 'string' ? path.split('.') : []
  const [only, ...others] = objects(given).map((one) => one['code'])
  if (
    typeof only === 'string' &&
    others.length === 0 &&
    /^[A-Z]/.test(only) &&
    !/^(?:Backbone)?Element$/.test(only)
  )
    return only
  let type: string | undefined = root
  for (const step of steps) {
    if (type === undefined) return undefined
    const found: Known | undefined = elementOf(type, step.replace(/\[x\]$/, ''))
    type = found?.choices ? undefined : found?.type
  }
  return type
}
