/**
 * A table over resources of one type.
 * @see https://sql-on-fhir.org/ig/2.0.0/StructureDefinition-ViewDefinition.html
 */
export interface ViewDefinition {
  readonly resource: string
  readonly name?: string
  readonly status?: string
  readonly constant?: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[]
  readonly select: readonly ViewSelect[]
  readonly where?: readonly { readonly path: string }[]
}

export interface ViewSelect {
  readonly column?: readonly ViewColumn[]
  readonly select?: readonly ViewSelect[]
  readonly unionAll?: readonly ViewSelect[]
  readonly forEach?: string
  readonly forEachOrNull?: string
  readonly repeat?: readonly string[]
}

export interface ViewColumn {
  readonly name: string
  readonly path: string
  /** FHIR type of the values: `string`, `decimal`, `http://hl7.org/fhirpath/System.String`. */
  readonly type?: string
  readonly collection?: boolean
}

export type ViewRow = Readonly<Record<string, unknown>>
