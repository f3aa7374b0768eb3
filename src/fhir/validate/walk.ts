import type { ProfileDefinition } from '../profile/definition.ts'
import type { Instance } from '../profile/instance.ts'
import type { ProfileRef } from '../profile/profile-ref.ts'
import type { ProfileNode } from '../profile/tree.ts'
import type { Structures } from '../structure.ts'
import { type Issue, type IssueKind, type IssueValues, issue, type Severity } from './issue.ts'
import type { Plan } from './plan.ts'
import type { Budget } from './quick/value.ts'

export type Json = Record<string, unknown>

/** A Reference met on the way, to be resolved and checked by the store. */
export interface ReferenceSite {
  readonly holder: { reference?: string }
  readonly path: string
}

/** An extension or a profile that the published definitions do not have, to be looked up by whoever can. */
export type ProfileSource = (url: string) => ProfileDefinition | undefined

/** Whether a value set holds a code; undefined when nobody here knows. */
export type InValueSet = (url: string, system: string | undefined, code: string) => boolean | undefined

/** The resource whose members are visited, and what its contained ones are called. */
export interface Scope {
  readonly resource: Json
  readonly root: Json
  /** By id, the resources contained in the root. */
  readonly contained: ReadonlyMap<string, Json>
}

/** The value that is visited: its element as defined, `Patient.name`, and its type, `HumanName`. */
export interface Place {
  readonly place: string
  readonly type: string
}

/** Finds the resources of a bundle by what refers to them. */
export interface BundleIndex {
  resolve(reference: string, from?: Json): Json | undefined
}

/** How profiles are asked; given to the walk, because profiles ask for profiles. */
export interface ProfileAsk {
  conforms(walk: Walk, ref: ProfileRef, one: Instance, tell?: boolean): boolean
  node(walk: Walk, node: ProfileNode, one: Instance): void
}

export interface Walk {
  readonly structures: Structures
  readonly planOf: (type: string) => Plan | undefined
  readonly issues: Issue[]
  readonly references: ReferenceSite[]
  holdsBase64: boolean
  /** Tells warnings too, and asks the rules that are kept for $validate. */
  readonly full: boolean
  /** Markup inside plain texts is an error, not a warning. */
  readonly noMarkup: boolean
  readonly profileOf: ProfileSource
  readonly ask: ProfileAsk
  readonly inValueSet: InValueSet
  /** A definition of any kind by its canonical URL, as far as the caller has it. */
  readonly resolve: (canonical: string) => Json | undefined
  /** Profiles asked for, beside those that a resource claims itself. */
  readonly profiles: readonly string[]
  /** Profiles that are being asked about a value, so that profiles which refer to each other come to an end. */
  readonly asking: Map<object, Set<string>>
  /** What profiles may still cost. */
  readonly budget: Budget
  scope: Scope
  /** The bundle around the resource that is visited. */
  bundle: BundleIndex | undefined
  place: Place
  /** Address of the extension that is visited. */
  inside: string | undefined
  /** Inside Bundle.entry or Parameters, references belong to that bundle and are not ours to resolve. */
  foreign: number
  depth: number
}

/** No resource of R4's examples reaches 20; the parser of JSON refuses more than 64. */
export const mostNesting = 64
const mostIssues = 50

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A row of a table by a name that comes from outside: never something of Object.prototype. */
export function rowOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

export function fault(walk: Walk, kind: IssueKind, path: string, values?: IssueValues): void {
  report(walk, 'error', kind, path, values)
}

export function report(walk: Walk, severity: Severity, kind: IssueKind, path: string, values?: IssueValues): void {
  if (severity !== 'error' && !walk.full) return
  // Warnings leave room for errors, however many they are.
  const most = severity === 'error' ? mostIssues : mostIssues / 2
  if (walk.issues.length < most) walk.issues.push(issue(kind, path, values, severity))
}
