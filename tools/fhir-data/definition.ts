/** The parts of published definitions that the generator reads. */
export interface ElementType {
  readonly code: string
  readonly profile?: readonly string[]
  readonly targetProfile?: readonly string[]
  readonly extension?: readonly {
    readonly url: string
    readonly valueUrl?: string
    readonly valueString?: string
  }[]
}
export interface Constraint {
  readonly key: string
  readonly severity: 'error' | 'warning'
  readonly human: string
  readonly expression?: string
  readonly source?: string
}
export interface Element {
  readonly id: string
  readonly path: string
  readonly min: number
  readonly max: string
  readonly type?: readonly ElementType[]
  readonly contentReference?: string
  readonly constraint?: readonly Constraint[]
  readonly binding?: {
    readonly strength: string
    readonly valueSet?: string
    readonly extension?: readonly { readonly url: string; readonly valueCanonical?: string }[]
  }
}
export interface Concept {
  readonly code: string
  readonly concept?: readonly Concept[]
}
export interface Include {
  readonly system?: string
  readonly concept?: readonly Concept[]
  readonly filter?: readonly unknown[]
  readonly valueSet?: readonly string[]
}
export interface Definition {
  readonly resourceType: string
  readonly id: string
  readonly url: string
  readonly code: string
  readonly type: string
  readonly kind: string
  readonly abstract: boolean
  readonly derivation?: string
  readonly baseDefinition?: string
  readonly context?: readonly { readonly type: string; readonly expression: string }[]
  readonly base: readonly string[]
  readonly expression?: string
  readonly target?: readonly string[]
  readonly component?: readonly { readonly definition: string; readonly expression: string }[]
  readonly snapshot?: { readonly element: readonly Element[] }
  readonly differential?: { readonly element: readonly Element[] }
  readonly resource?: readonly { readonly code: string; readonly param?: readonly string[] }[]
  readonly content?: string
  readonly caseSensitive?: boolean
  readonly concept?: readonly Concept[]
  readonly compose?: { readonly include: readonly Include[]; readonly exclude?: readonly Include[] }
}
