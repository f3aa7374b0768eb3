import { type CodeSystemHead, type Concept, propertyValue } from './concept.ts'
import { failures } from './issues.ts'
import type { Filter } from './provider.ts'
import { isSafePattern } from './safe-pattern.ts'

/** What a filter about the hierarchy needs to know. */
export interface Hierarchy {
  ancestors(code: string): ReadonlySet<string>
}

const aboutHierarchy = new Set(['concept', 'code'])

/** Whether a concept fits a filter of a value set. http://hl7.org/fhir/R4/valueset-filter-operator.html */
export function fitsFilter(head: CodeSystemHead, hierarchy: Hierarchy, concept: Concept, filter: Filter): boolean {
  const values = valuesOf(concept, filter.property)
  switch (filter.op) {
    case '=':
      return values.some((value) => sameText(head, value, filter.value))
    case 'in':
      return listOf(filter.value).some((one) => values.some((value) => sameText(head, value, one)))
    case 'not-in':
      return !listOf(filter.value).some((one) => values.some((value) => sameText(head, value, one)))
    case 'exists':
      return values.length > 0 === (filter.value === 'true')
    case 'regex':
      return values.some((value) => patternOf(filter.value).test(value))
    default:
      return fitsHierarchy(head, hierarchy, concept, filter)
  }
}

function fitsHierarchy(head: CodeSystemHead, hierarchy: Hierarchy, concept: Concept, filter: Filter): boolean {
  if (!aboutHierarchy.has(filter.property))
    throw failures.filterInvalid(
      `The filter "${filter.property} ${filter.op} ${filter.value}" from the value set is not known for the system ${head.url}`,
    )
  const below = () => hierarchy.ancestors(concept.code).has(filter.value)
  switch (filter.op) {
    case 'is-a':
      return concept.code === filter.value || below()
    case 'descendent-of':
      return below()
    case 'is-not-a':
      return concept.code !== filter.value && !below()
    case 'generalizes':
      return concept.code === filter.value || hierarchy.ancestors(filter.value).has(concept.code)
    case 'child-of':
      return concept.parents.includes(filter.value)
    case 'descendent-leaf':
      return concept.children.length === 0 && below()
    default:
      throw failures.filterInvalid(`The filter operator ${filter.op} is not known`)
  }
}

/** Texts of a property; `concept`, `code`, `display`, `definition`, `parent` and `child` belong to every system. */
function valuesOf(concept: Concept, property: string): readonly string[] {
  const own = concept.properties
    .filter((one) => one.code === property)
    .map((one) => String(propertyValue(one) ?? ''))
  if (own.length > 0) return own
  if (aboutHierarchy.has(property)) return [concept.code]
  if (property === 'display') return concept.display === undefined ? [] : [concept.display]
  if (property === 'definition') return concept.definition === undefined ? [] : [concept.definition]
  if (property === 'parent') return concept.parents
  if (property === 'child') return concept.children
  if (property === 'inactive') return [String(concept.inactive)]
  if (property === 'notSelectable') return [String(concept.abstract)]
  return []
}

function sameText(head: CodeSystemHead, a: string, b: string): boolean {
  return a === b || (!head.caseSensitive && a.toLowerCase() === b.toLowerCase())
}

const listOf = (value: string) => value.split(',').map((one) => one.trim())

const patterns = new Map<string, RegExp>()

/** A pattern covers the whole value. One that could run away is refused before it runs. */
export function patternOf(text: string): RegExp {
  const known = patterns.get(text)
  if (known) return known
  if (!isSafePattern(text))
    throw failures.filterInvalid(
      `The pattern '${text.slice(0, 80)}' is not taken: at most 200 characters, no repeated group that repeats inside, no back references`,
    )
  let made: RegExp
  try {
    made = new RegExp(`^(?:${text})$`, 'u')
  } catch {
    throw failures.filterInvalid(`The pattern '${text.slice(0, 80)}' is no regular expression`)
  }
  if (patterns.size > 500) patterns.clear()
  patterns.set(text, made)
  return made
}
