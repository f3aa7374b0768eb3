import { patchErrors } from './errors.ts'
import { add, type Change, deleteOne, insert, move, replace } from './fhirpath-changes.ts'
import { readOperation } from './operation.ts'
import { Copier, isObject } from './values.ts'

const mostOperations = 1_000
const kinds: Readonly<Record<string, (change: Change) => void>> = { add, insert, delete: deleteOne, replace, move }

/**
 * Applies a FHIRPath Patch; nothing of `resource` is changed.
 * @see http://hl7.org/fhir/R4/fhirpatch.html
 */
export function applyFhirPathPatch(resource: unknown, parameters: unknown): unknown {
  const given = isObject(parameters) ? parameters['parameter'] : undefined
  if (!isObject(parameters) || parameters['resourceType'] !== 'Parameters' || !Array.isArray(given))
    throw patchErrors.invalid({ number: 0, reason: 'a FHIRPath Patch is a Parameters resource with operations' })
  if (given.length > mostOperations) throw patchErrors.tooCostly({ most: mostOperations, what: 'operations' })
  const copier = new Copier()
  const root = copier.copy(resource)
  if (!isObject(root)) throw patchErrors.invalid({ number: 0, reason: 'there is no resource to patch' })
  for (const [at, parameter] of given.entries()) {
    const number = at + 1
    const operation = readOperation(parameter, number)
    const kind = Object.hasOwn(kinds, operation.type) ? kinds[operation.type] : undefined
    if (!kind)
      throw patchErrors.invalid({ number, reason: 'its type is none of add, insert, delete, replace, move' })
    kind({ root, operation, number, copier })
  }
  return root
}
