/** What a span may tell: names that code gives, never what a person or another system wrote. Anything else is left out. */
const allowed: Readonly<Record<string, RegExp>> = {
  'http.request.method': /^[A-Z]{3,10}$/,
  // The pattern of the route, never the address.
  'http.route': /^[\w/:.*$+-]{1,200}$/,
  'http.response.status_code': /^[1-5]\d\d$/,
  'db.system.name': /^postgresql$/,
  'db.operation.name': /^(SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK|OTHER)$/,
  'db.query.name': /^[a-z]\w{0,60}$/,
  'lanong.job': /^[A-Za-z][\w.-]{0,80}$/,
  'lanong.facility': /^\d{1,9}$/,
  'lanong.resource.type': /^[A-Z][A-Za-z]{1,60}$/,
  'lanong.changes': /^\d{1,9}$/,
  // Codes of ours, of PostgreSQL and of Node.js.
  'error.type': /^[\w.-]{1,60}$/,
}

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** The attributes that may leave, pure. */
export function onlyAllowed(given: Attributes): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && allowed[name]?.test(String(value))) kept[name] = value
  return kept
}

/** The code of a failure; its text may hold what it was about. */
export function errorType(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return String(code ?? name ?? 'error')
}
