import { uuidv7 } from '#kernel/ids.ts'

/** A repeatable stream of numbers in [0, 1). https://en.wikipedia.org/wiki/Xorshift */
export function random(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const scalars: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -0,
  2 ** 53,
  '',
  ' ',
  'null',
  '1e400',
  'NaN',
  '\u0000',
  '\ud800',
  '../../../etc/passwd',
  "'; drop table resource; --",
  '<script>alert(1)</script>',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T24:00:00Z',
  'Patient/',
  'Patient/../..',
  'urn:uuid:',
  '#',
  '𝕳'.repeat(300),
  'a'.repeat(70_000),
  '%s%n',
  '{{7*7}}',
  '-9223372036854775809',
  '__proto__',
  'constructor',
  '\u202e',
  'Đ'.repeat(5000),
]

const names = [
  'resourceType',
  'id',
  'meta',
  'extension',
  'name',
  'code',
  'coding',
  'subject',
  'reference',
  'status',
  'entry',
  'resource',
  'request',
  'method',
  'url',
  'type',
  'value',
  'valueQuantity',
  'period',
  'start',
  '__proto__',
  'constructor',
  'toString',
  'text',
  'div',
  'contained',
  'tests',
  'items',
  'pin',
  'documents',
  'reason',
  'patientId',
  'roomId',
  '',
  '1',
  'fhir_comments',
  '_id',
]

function pick<T>(from: readonly T[], next: () => number): T {
  return from[Math.floor(next() * from.length)] as T
}

function anyValue(next: () => number, depth: number): unknown {
  const kind = next()
  if (depth <= 0 || kind < 0.45) return pick(scalars, next)
  if (kind < 0.65) return Array.from({ length: Math.floor(next() * 4) }, () => anyValue(next, depth - 1))
  return Object.fromEntries(
    Array.from({ length: Math.floor(next() * 6) }, () => [pick(names, next), anyValue(next, depth - 1)]),
  )
}

/** Changes one place of a value: replaced, dropped, doubled or nested. */
function mutate(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0 || next() < 0.2) return [anyValue(next, 2), ...value, ...value]
    const at = Math.floor(next() * value.length)
    return value.map((item, i) => (i === at ? mutate(item, next) : item))
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
    if (keys.length === 0 || next() < 0.15) return { ...value, [pick(names, next)]: anyValue(next, 2) }
    const key = pick(keys, next)
    const { [key]: old, ...rest } = value as Record<string, unknown>
    return next() < 0.15 ? rest : { ...rest, [key]: mutate(old, next) }
  }
  return next() < 0.5 ? pick(scalars, next) : anyValue(next, 3)
}

const odd: readonly (() => Buffer)[] = [
  () => Buffer.from(''),
  () => Buffer.from('{'),
  () => Buffer.from('{"a":1,"a":2}'),
  () => Buffer.from('['.repeat(20_000)),
  () => Buffer.from(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`),
  () => Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  () => Buffer.from('{"resourceType":"Patient","name":[{"text":"\\u0000"}]}'),
  () => Buffer.from('{"resourceType":"Observation","valueQuantity":{"value":1e999999999}}'),
  () =>
    Buffer.from(
      `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${'9'.repeat(4000)}}}`,
    ),
  () => Buffer.from('\ufeff{}'),
  () => Buffer.from('{"__proto__":{"polluted":true}}'),
  () => Buffer.from('"text"'),
  () => Buffer.from('12'),
]

export interface HostileRequest {
  readonly method: 'POST' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Hostile requests against addresses that take bodies: valid bodies with one to five places broken, random
 * values, and odd bytes.
 *
 * @param templates bodies that are valid at their address
 */
export function* hostileRequests(
  count: number,
  seed: number,
  templates: readonly { method: 'POST' | 'PUT'; url: string; body: unknown }[],
): Generator<HostileRequest> {
  const next = random(seed)
  for (let i = 0; i < count; i++) {
    const template = pick(templates, next)
    const kind = next()
    let value = template.body
    for (let times = 1 + Math.floor(next() * 5); times > 0; times--) value = mutate(value, next)
    const json = kind < 0.75 ? value : anyValue(next, 6)
    const body = kind > 0.93 ? pick(odd, next)() : Buffer.from(JSON.stringify(json) ?? 'null')
    const fhir = template.url.startsWith('/fhir')
    yield {
      method: template.method,
      url: next() < 0.03 ? `${template.url}/%00%ff` : template.url,
      headers: {
        'content-type': fhir ? 'application/fhir+json' : next() < 0.97 ? 'application/json' : 'text/plain',
        'x-command-id': uuidv7(),
      },
      body,
    }
  }
}
