/** A type an element may have, as a StructureDefinition says it. */
export interface ElementTypeRow {
  readonly code: string
  readonly profile?: readonly string[]
  readonly targetProfile?: readonly string[]
  readonly aggregation?: readonly string[]
  /** Beside a profile, which of its elements is meant: extension elementdefinition-profile-element. */
  readonly _profile?: readonly ({ readonly extension?: readonly ExtensionRow[] } | null)[]
}

interface ExtensionRow {
  readonly url: string
  readonly [value: string]: unknown
}

export interface ElementConstraint {
  readonly key: string
  readonly severity?: string
  readonly human?: string
  readonly expression?: string
}

export interface Discriminator {
  readonly type: string
  readonly path: string
}

/** The parts of an ElementDefinition that validation reads; `fixed[x]`, `pattern[x]`, `minValue[x]`, `maxValue[x]` too. */
export interface ElementRow {
  readonly id?: string
  readonly path: string
  readonly sliceName?: string
  readonly min?: number
  readonly max?: string
  readonly maxLength?: number
  readonly type?: readonly ElementTypeRow[]
  readonly contentReference?: string
  readonly slicing?: {
    readonly discriminator?: readonly Discriminator[]
    readonly ordered?: boolean
    readonly rules?: string
  }
  readonly binding?: { readonly strength?: string; readonly valueSet?: string }
  readonly constraint?: readonly ElementConstraint[]
  readonly isModifier?: boolean
  readonly extension?: readonly ExtensionRow[]
  readonly [member: string]: unknown
}

/** A StructureDefinition as far as validation reads it. */
export interface ProfileDefinition {
  readonly resourceType: string
  readonly url: string
  readonly version?: string
  readonly type: string
  readonly kind?: string
  readonly derivation?: string
  readonly baseDefinition?: string
  readonly context?: readonly { readonly type: string; readonly expression: string }[]
  readonly contextInvariant?: readonly string[]
  readonly differential?: { readonly element?: readonly ElementRow[] }
  readonly snapshot?: { readonly element?: readonly ElementRow[] }
  readonly contained?: readonly unknown[]
}
