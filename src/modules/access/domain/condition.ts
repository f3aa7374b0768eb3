/** How an actor and a patient or record are bound together; each is read from what is stored (ties.ts). */
export const tieKinds = ['department', 'team', 'task', 'order', 'transfer', 'request', 'grant', 'glass'] as const
export type TieKind = (typeof tieKinds)[number]

/** A tie to the record that a resource belongs to, or to its patient; one that ended counts for so many days. */
export interface TieTest {
  readonly tie: TieKind
  readonly to?: 'record' | 'patient'
  readonly days?: number
  /** Counts only when somebody else made it, or worked on it afterwards. */
  readonly by?: 'others'
}

/** What only the stored resource tells. */
export type ResourceTest =
  | TieTest
  /** FHIR types, or classes of data/access/classes.json. */
  | { readonly type: readonly string[] }
  /** Codes of meta.security of the resource or of the record it belongs to. */
  | { readonly label: readonly string[] }
  /** Codes of meta.security of the patient. */
  | { readonly patientLabel: readonly string[] }
  /** State of the record; `none` of what belongs to no record. */
  | { readonly record: readonly string[] }
  /** Class of the root Encounter. */
  | { readonly visit: readonly string[] }
  /** Of the actor as a patient, or of one the actor represents. */
  | { readonly mine: true }
  /** Whom the actor knows: the actor's own record as a patient, or that of another member of staff. */
  | { readonly related: readonly ('own' | 'colleague' | 'household' | 'neighbour')[] }
  /** An active Consent that names the actor, the actor's department, or nobody in particular. */
  | { readonly consent: 'deny' | 'permit' }

/** What the request tells. */
export type RequestTest =
  | { readonly role: readonly string[] }
  | { readonly verb: readonly string[] }
  | { readonly purpose: readonly string[] }
  | { readonly kind: readonly string[] }
  | { readonly user: readonly string[] }
  /** From and to, `22:00` to `05:00` goes over midnight; time of Viet Nam. */
  | { readonly hours: readonly [string, string] }

export type Test = RequestTest | ResourceTest

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test

/** A condition of which only tests of the resource are left. */
export type Formula =
  | boolean
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] }
  | { readonly not: Formula }
  | ResourceTest

/** One rule of a policy file. */
export interface Policy {
  readonly id: string
  readonly effect: 'allow' | 'refuse'
  readonly title: { readonly vi: string; readonly en: string }
  readonly when: Condition
}

export interface RequestFacts {
  readonly kind: string
  readonly roles: readonly string[]
  readonly userName: string
  readonly verb: string
  readonly purpose: string
  /** Minutes of the day in Viet Nam. */
  readonly minute: number
}
