/**
 * What a token's SMART scopes leave of the permissions behind it. Scopes narrow, they never add.
 * Scopes that reach less than whole records are in smart-scopes.ts.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
 */
const everything = ['*.*', '*.cruds']
const reading = ['*.read', '*.rs']
const writing = ['*.write', '*.cud']

const contexts = ['system', 'user'] as const

/** Every scope the authorization server knows. */
export const resourceScopes: readonly string[] = contexts.flatMap((context) =>
  [...everything, ...reading, ...writing].map((right) => `${context}/${right}`),
)
/** A system that provisions accounts over SCIM. */
export const scimScope = 'scim'

export const openIdScopes = ['openid', 'profile', 'fhirUser', 'offline_access'] as const
/** Asks for the context in which an application is opened. */
export const launchScopes = ['launch', 'launch/patient', 'launch/encounter'] as const

/**
 * Permissions of a token that a program got for itself: data of everybody at once need a scope of the context `system`.
 * @see https://hl7.org/fhir/uv/bulkdata/STU2/authorization.html
 */
export function narrowSystem(held: ReadonlySet<string>, scopes: readonly string[]): ReadonlySet<string> {
  const has = (rights: readonly string[]) => rights.some((right) => scopes.includes(`system/${right}`))
  const bulk: Readonly<Record<string, boolean>> = {
    'fhir.export': has([...everything, ...reading]),
    'fhir.import': has([...everything, ...writing]),
  }
  const narrowed = [...narrow(held, scopes)].filter((permission) => bulk[permission] !== false)
  const added = Object.keys(bulk).filter((permission) => bulk[permission] && held.has(permission))
  return new Set([...narrowed, ...added])
}

/** Permissions that a token with these scopes holds. `held` are those of the person or system behind it. */
export function narrow(held: ReadonlySet<string>, scopes: readonly string[]): ReadonlySet<string> {
  const rights = new Set(
    scopes.filter((scope) => resourceScopes.includes(scope)).map((scope) => scope.split('/')[1] ?? ''),
  )
  if (everything.some((right) => rights.has(right))) return held
  const asked = [
    ...(reading.some((right) => rights.has(right)) ? ['fhir.read'] : []),
    ...(writing.some((right) => rights.has(right)) ? ['fhir.write'] : []),
    ...(scopes.includes(scimScope) ? ['users.provision'] : []),
  ]
  return new Set(asked.filter((permission) => held.has(permission) || held.has('*')))
}
