// Compares an answer with an expected one as the terminology tests of HL7 write it: `$optional$`, `$uuid$`, `$external:…$`.

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wildcards: Readonly<Record<string, RegExp>> = {
  $id$: /^[A-Za-z0-9\-.]{1,64}$/,
  $uuid$: /^urn:uuid:[0-9a-f-]{36}$/,
  $instant$: /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/,
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function sameText(expected: string, found: string): boolean {
  const wildcard = wildcards[expected]
  if (wildcard) return wildcard.test(found)
  const external = /^\$external:\d+(?::(.*))?\$$/.exec(expected)
  if (external) return found.includes(external[1] ?? '')
  const choice = /^\$choice:(.*)\$$/.exec(expected)
  if (choice) return (choice[1] ?? '').split('|').includes(found)
  const parts = expected.split('$version$')
  return parts.length === 1 ? expected === found : new RegExp(`^${parts.map(escaped).join('.+')}$`).test(found)
}

const isOptional = (value: unknown) => isObject(value) && value['$optional$'] !== undefined

const mayBeMissing = (value: unknown) => isOptional(value) || (Array.isArray(value) && value.every(isOptional))

/** Notes of the tests; and `location`, which half of them expect and half do not, since R5 ends it. */
const isSkipped = (key: string) => key.startsWith('$') || key === 'location'

/** The first difference; undefined when the answer is as expected. */
export function difference(expected: unknown, found: unknown, at = ''): string | undefined {
  if (Array.isArray(expected)) return arrayDifference(expected, found, at)
  if (isObject(expected)) return objectDifference(expected, found, at)
  if (typeof expected === 'string' && typeof found === 'string')
    return sameText(expected, found) ? undefined : `${at}: '${found}' instead of '${expected}'`
  return expected === found ? undefined : `${at}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`
}

function objectDifference(expected: Json, found: unknown, at: string): string | undefined {
  if (!isObject(found)) return `${at}: ${JSON.stringify(found)} instead of an object`
  const optional = new Set((expected['$optional-properties$'] ?? []) as readonly string[])
  for (const [key, value] of Object.entries(expected)) {
    if (isSkipped(key)) continue
    const missing = found[key] === undefined
    if (missing && (optional.has(key) || mayBeMissing(value))) continue
    const inside = missing ? `${at}.${key} is missing` : difference(value, found[key], `${at}.${key}`)
    if (inside !== undefined) return inside
  }
  const extra = Object.keys(found).find(
    (key) => expected[key] === undefined && !optional.has(key) && !isSkipped(key),
  )
  return extra === undefined
    ? undefined
    : `${at}.${extra} is not expected: ${JSON.stringify(found[extra]).slice(0, 200)}`
}

/** Order does not count in these tests. */
function arrayDifference(expected: readonly unknown[], found: unknown, at: string): string | undefined {
  if (!Array.isArray(found)) return `${at}: ${JSON.stringify(found)} instead of a list`
  const left = [...(found as readonly unknown[])]
  const take = (wanted: unknown) => {
    const place = left.findIndex((one) => difference(wanted, one) === undefined)
    if (place >= 0) left.splice(place, 1)
    return place >= 0
  }
  const missing = expected.filter((one) => !isOptional(one)).find((one) => !take(one))
  for (const one of expected.filter(isOptional)) take(one)
  if (missing !== undefined) return `${at}: no ${nearest(missing, left)}`
  return left.length === 0 ? undefined : `${at}: not expected ${JSON.stringify(left[0]).slice(0, 300)}`
}

function nearest(missing: unknown, left: readonly unknown[]): string {
  const name = isObject(missing) ? (missing['name'] ?? missing['code']) : undefined
  const alike = left.find((one) => isObject(one) && name !== undefined && (one['name'] ?? one['code']) === name)
  const wanted = JSON.stringify(missing).slice(0, 300)
  return alike === undefined ? wanted : `${wanted}; nearest: ${difference(missing, alike)}`
}
