/**
 * Scopes of SMART App Launch 2.2: `patient/Observation.rs?category=laboratory`, `user/*.cruds`, and those of version 1
 * (`user/Observation.read`).
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 */
export interface SmartScope {
  readonly context: 'patient' | 'user' | 'system'
  /** Resource type, or `*`. */
  readonly type: string
  /** Some of `c`, `r`, `u`, `d`, `s`. */
  readonly rights: string
  /** A search that what is reached must meet; empty when there is none. */
  readonly query: string
}

const olderRights: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' }
const pattern = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|c?r?u?d?s?)(?:\?(.{1,300}))?$/

/** A scope of resources; undefined when the text is none. */
export function readSmartScope(text: string): SmartScope | undefined {
  const [, context, type, rights, query = ''] = pattern.exec(text) ?? []
  if (!context || !type || !rights) return undefined
  return { context: context as SmartScope['context'], type, rights: olderRights[rights] ?? rights, query }
}

/** Parameters that a scope's search may have: plain ones of the resource itself. */
export function isPlainQuery(query: string): boolean {
  const names = [...new URLSearchParams(query).keys()]
  return query === '' || names.every((name) => /^[a-z][a-z-]{1,60}$/.test(name))
}

/** Whether what is allowed holds what is asked for. Asking for a patient is asking for less than for all. */
export function covers(allowed: SmartScope, asked: SmartScope): boolean {
  const context = allowed.context === asked.context || (allowed.context === 'user' && asked.context === 'patient')
  const type = allowed.type === '*' || allowed.type === asked.type
  const rights = [...asked.rights].every((right) => allowed.rights.includes(right))
  return context && type && rights && (allowed.query === '' || allowed.query === asked.query)
}

/** Of the scopes asked for, those that the client may have. */
export function allowedOf(clientScopes: readonly string[], asked: readonly string[]): string[] {
  const allowed = clientScopes.flatMap((text) => readSmartScope(text) ?? [])
  return asked.filter((text) => {
    const scope = readSmartScope(text)
    return scope !== undefined && isPlainQuery(scope.query) && allowed.some((one) => covers(one, scope))
  })
}

/** Whether the scopes reach less than whole records: then each resource is looked at. */
export function isGranular(scopes: readonly SmartScope[]): boolean {
  return scopes.some(({ context, type, query }) => context === 'patient' || type !== '*' || query !== '')
}
