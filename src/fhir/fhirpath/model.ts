import r4 from 'fhirpath/fhir-context/r4'

type Json = Readonly<Record<string, unknown>>

/** An element as the definitions of R4 know it. */
export interface Known {
  /** Its path: `Patient.contact`. */
  readonly path: string
  /** Type or path under which its own elements are defined. */
  readonly type: string
  readonly list: boolean
  /** Types of a choice, as they end the JSON name: `Quantity`, `String`. */
  readonly choices: readonly string[] | undefined
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** The element `name` of a type or path; undefined when it is not defined. */
export function elementOf(holder: string, name: string): Known | undefined {
  const written = `${holder}.${name}`
  const path = own(r4.pathsDefinedElsewhere, written) ?? written
  const choices = own(r4.choiceTypePaths, path)
  const type = own(r4.path2Type, path)
  if ((!choices && type === undefined) || isVariant(path)) return undefined
  const part = type === undefined || type === 'BackboneElement' || type === 'Element'
  return { path, type: part ? path : type, list: own(r4.path2Repeating, path) === true, choices }
}

/** Whether a path names a choice as JSON does, `Observation.valueQuantity`; its element is `Observation.value`. */
function isVariant(path: string): boolean {
  for (const { index } of path.matchAll(/(?<=\.[a-z][A-Za-z]*)[A-Z]/g))
    if (own(r4.choiceTypePaths, path.slice(0, index))?.includes(path.slice(index))) return true
  return false
}

/** Name in JSON of a choice that has a value, or of an element. */
export function jsonName(element: Known, name: string, holder: Json): string {
  for (const choice of element.choices ?? [])
    if (Object.hasOwn(holder, name + choice) || Object.hasOwn(holder, `_${name}${choice}`)) return name + choice
  return name
}
