import type {
  CodeSystem,
  CodeSystemConceptDesignation,
  CodeSystemConceptProperty,
  CodeSystemProperty,
  Extension,
} from '@medplum/fhirtypes'

export type ConceptProperty = CodeSystemConceptProperty

export interface Designation extends CodeSystemConceptDesignation {
  /** Canonical of the supplement that adds it. */
  readonly source?: string
}

/** A code with what is known about it, whatever it is stored in. */
export interface Concept {
  readonly code: string
  readonly display?: string | undefined
  readonly definition?: string | undefined
  readonly designations: readonly Designation[]
  readonly properties: readonly ConceptProperty[]
  readonly extensions: readonly Extension[]
  readonly parents: readonly string[]
  readonly children: readonly string[]
  /** Not for use as a value: groups. */
  readonly abstract: boolean
  readonly inactive: boolean
  readonly status?: string | undefined
}

/** What is known about a code system as a whole. */
export interface CodeSystemHead {
  readonly url: string
  readonly version?: string | undefined
  readonly name?: string | undefined
  readonly title?: string | undefined
  readonly language?: string | undefined
  readonly content: CodeSystem['content']
  readonly caseSensitive: boolean
  readonly properties: readonly CodeSystemProperty[]
  readonly supplements?: string | undefined
  /** Canonical of the value set of all its codes. */
  readonly valueSet?: string | undefined
}

const inProperties = 'http://hl7.org/fhir/concept-properties#'

/** The code under which a code system writes a standard property, told by its URI or by the usual name. */
export function propertyCode(properties: readonly CodeSystemProperty[], standard: string): string {
  return properties.find((one) => one.uri === `${inProperties}${standard}`)?.code ?? standard
}

/** URI of a property as an expansion declares it. */
export function propertyUri(properties: readonly CodeSystemProperty[], code: string): string {
  return properties.find((one) => one.code === code)?.uri ?? `${inProperties}${code}`
}

/** The value of a property, whatever its type. */
export function propertyValue(property: ConceptProperty): unknown {
  const { valueCode, valueCoding, valueString, valueInteger, valueBoolean, valueDateTime, valueDecimal } = property
  return (
    valueCode ??
    valueCoding?.code ??
    valueString ??
    valueBoolean ??
    valueDateTime ??
    (valueInteger === undefined ? valueDecimal : valueInteger)
  )
}

/** Whether a concept is a group only, and whether it is still in use, by its properties. */
export function stateOf(
  head: Pick<CodeSystemHead, 'properties'>,
  properties: readonly ConceptProperty[],
): Pick<Concept, 'abstract' | 'inactive' | 'status'> {
  const flag = (standard: string) =>
    properties.some((one) => one.code === propertyCode(head.properties, standard) && one.valueBoolean === true)
  const found = properties.find((one) => one.code === propertyCode(head.properties, 'status'))
  const status = found?.valueCode ?? found?.valueString
  return {
    abstract: flag('notSelectable') || flag('abstract'),
    inactive: flag('inactive') || status === 'inactive' || status === 'retired',
    status,
  }
}
