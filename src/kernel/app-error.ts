/** The kinds of failure a caller can meet. Closed: adding one changes the HTTP contract. */
export type ErrorCategory =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'not-allowed'
  | 'not-acceptable'
  | 'media-type'
  | 'too-large'
  | 'gone'
  | 'conflict'
  | 'precondition'
  | 'business-rule'
  | 'locked'
  | 'too-costly'
  | 'too-many'
  | 'unavailable'
  | 'fault'

export interface ErrorSpec {
  readonly category: ErrorCategory
  /** English text with {named} places; translations live in data/messages under the code. */
  readonly text: string
}

export type ErrorDetails = Readonly<Record<string, string | number>>

/** An expected failure. `code` is stable and public: tests, clients and translations use it. */
export class AppError extends Error {
  readonly code: string
  readonly category: ErrorCategory
  readonly details: ErrorDetails
  /** What a machine is told besides code and details: lists and objects, `issues`. */
  members: Readonly<Record<string, unknown>> = {}

  constructor(code: string, spec: ErrorSpec, details: ErrorDetails = {}, cause?: unknown) {
    super(
      spec.text.replace(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? `{${key}}`)),
      { cause },
    )
    this.name = 'AppError'
    this.code = code
    this.category = spec.category
    this.details = details
  }

  with(members: Readonly<Record<string, unknown>>): this {
    this.members = members
    return this
  }
}

/** Declares a module's failures as a table and returns one constructor per row. */
export function defineErrors<const Specs extends Record<string, ErrorSpec>>(area: string, specs: Specs) {
  const make = (name: string, spec: ErrorSpec) => (details?: ErrorDetails, cause?: unknown) =>
    new AppError(`${area}.${name}`, spec, details, cause)
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, make(name, spec)])) as {
    readonly [Name in keyof Specs]: ReturnType<typeof make>
  }
}
