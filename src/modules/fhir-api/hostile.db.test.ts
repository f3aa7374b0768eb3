import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, type FhirMethod, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const deep = `{"resourceType":"Patient","extension":${'[{"extension":'.repeat(200)}[]${'}]'.repeat(200)}}`
const bodies = [
  '',
  '{',
  '[]',
  'null',
  '1',
  '"x"',
  '{"resourceType":"Patient","a":1}',
  '{"resourceType":"Nothing"}',
  '{"resourceType":{"toString":[]}}',
  deep,
  '{"resourceType":"Patient","name":{}}',
  '{"resourceType":"Patient","name":[null]}',
  '{"resourceType":"Patient","name":[]}',
  '{"resourceType":"Patient","birthDate":"2026-02-30"}',
  '{"resourceType":"Patient","id":"../../etc"}',
  '{"resourceType":"Patient","active":"yes"}',
  '{"resourceType":"Patient","meta":{"versionId":7}}',
  '{"resourceType":"Patient","meta":[]}',
  '{"resourceType":"Patient","__proto__":{"x":1}}',
  '{"resourceType":"Patient","gender":"x\\u0000"}',
  '{"resourceType":"Patient","name":[{"family":"\\ud800"}]}',
  '{"resourceType":"Patient","multipleBirthInteger":1e999}',
  '{"resourceType":"Bundle","type":"transaction","entry":[null]}',
  '{"resourceType":"Bundle","type":"transaction","entry":{}}',
  '{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"metadata/../x"}}]}',
  '{"resourceType":"Bundle","type":"batch","entry":[1,"x",{"request":{"method":"PUT","url":"Patient/%00"}}]}',
  '\xff\xfe',
  '{"resourceType":"Patient","contact":[{"name":7}]}',
  '{"resourceType":"Patient","text":{"status":"generated","div":"<div><script>x</script></div>"}}',
]

const urls = [
  '/Patient?birthdate=x',
  '/Patient?_count=-1',
  '/Patient?_cursor=abc',
  '/Patient?_summary=x',
  '/Patient?_elements=%00',
  '/Patient?_format=%00',
  '/?_type=%00',
  '/Patient/a/%00',
  '/Patient/a/*?_type=x',
  '/Patient/$%00',
  '/$',
  '/%24',
  '/_history?_at=x',
  '/_history?_cursor=1e5',
  '/metadata?mode=%00',
  '/..%2f..%2fetc',
  '/Patient/%2e%2e',
  '/Patient?a=%ff',
  '/Patient?_sort=gender',
  '/Patient?family=%00',
  '/Patient?_id=%00',
  '/Patient/%00',
  '/Patient?_has:x:y:z=1',
  '/Patient?_has:Observation:patient:nothing=1',
  '/Patient?organization.nothing=1',
  '/Patient?name:in=x',
  '/Patient?gender:missing=x',
  '/Observation?value-quantity=gtx|y|z',
  '/Observation?component-code-value-quantity=a',
  '/Patient?_include=x',
  '/Patient?_include=Patient:gender',
  '/Patient?_revinclude=Foo:bar',
  '/Patient?family=%',
  '/Patient?birthdate=lt9999-99-99',
  '/Foo',
  '/Patient/1/2/3/4',
  '/Patient?_cursor=WzEsMl0',
  '/Patient?_cursor=WyJ4IiwieSJd',
  '/Patient/x/_history/9999999999999',
  '/_history?_since=x',
  '/_history?_before=9'.repeat(3),
  '/Observation?value-quantity=1e400',
]

const targets: readonly (readonly [FhirMethod, string])[] = [
  ['POST', '/Patient'],
  ['PUT', '/Patient/x'],
  ['POST', '/'],
  ['PUT', '/Patient?identifier=%00'],
  ['POST', '/Bundle'],
  ['POST', '/Patient/$validate'],
  ['PATCH', '/Patient/there'],
  ['POST', '/Patient/_search'],
]
const types = ['application/fhir+json', 'application/fhir+xml', 'application/json-patch+json', 'x/y', ';;=']
const headers: readonly Record<string, string>[] = [
  { accept: ',;q=x,*/*;q=', prefer: 'return=;handling==' },
  { accept: 'a/b;'.repeat(500), 'accept-encoding': 'gzip;q=abc' },
  { 'if-match': '*', 'if-none-match': '""' },
  { 'if-match': `W/"${'9'.repeat(400)}"` },
  { 'if-none-exist': '?&=&%00' },
  { 'x-command-id': 'x', 'x-request-id': 'a b' },
  { 'content-encoding': 'gzip, gzip' },
  { 'if-modified-since': '\u00e9' },
]

async function refused(send: SendFhir, ...[method, url, body, given]: Parameters<SendFhir>): Promise<void> {
  const answer = await send(method, url, body, given)
  const told = `${method} ${url} ${String(body).slice(0, 60)} ${JSON.stringify(given)?.slice(0, 80)}`
  assert.ok(answer.status < 500, `${told} → ${answer.status} ${answer.text.slice(0, 300)}`)
  if (answer.status >= 400) assert.match(answer.text, /OperationOutcome/, told)
}

/** The longest time of this thread's own work between two turns of the event loop; others on the machine do not count. */
async function watched<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly longest: number }> {
  const spent = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let longest = 0
  let before = spent()
  const clock = setInterval(() => {
    longest = Math.max(longest, spent() - before)
    before = spent()
  }, 1)
  const answer = await work()
  clearInterval(clock)
  return { answer, longest }
}

describe('hostile requests', () => {
  it('get an OperationOutcome, never a fault: bodies', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/there', { resourceType: 'Patient', id: 'there' })
      for (const body of bodies)
        for (const [method, url] of targets)
          for (const type of types) await refused(send, method, url, body, { 'content-type': type })
    }))

  it('get an OperationOutcome, never a fault: addresses and headers', () =>
    withFhir(async (send) => {
      for (const url of urls) await refused(send, 'GET', url)
      for (const given of headers)
        for (const [method, url] of [
          ...targets,
          ['GET', '/Patient/x'] as const,
          ['DELETE', '/Patient/x'] as const,
        ])
          await refused(
            send,
            method,
            url,
            method === 'GET' ? undefined : '{"resourceType":"Patient","id":"x"}',
            given,
          )
    }))

  it('of great length are refused by a limit that is named, and others are answered meanwhile', () =>
    withFhir(async (send) => {
      const megabytes = 8
      const long: readonly (readonly [string, string, number, string])[] = [
        [
          'numbers',
          `{"resourceType":"Patient","x":[${'1.0,'.repeat(megabytes * 250_000)}1]}`,
          413,
          'fhirApi.bodyValues',
        ],
        [
          'names',
          `{"resourceType":"Patient","name":[${'{},'.repeat(megabytes * 300_000)}{}]}`,
          413,
          'fhirApi.bodyValues',
        ],
        ['digits', `{"resourceType":"Patient","x":${'1'.repeat(megabytes * 1_000_000)}}`, 400, 'fhir.jsonNumber'],
        ['depth', '['.repeat(megabytes * 1_000_000), 400, 'fhir.jsonDepth'],
      ]
      for (const [what, body, status, code] of long) {
        const payload = Buffer.from(body)
        const { answer, longest } = await watched(() => send('POST', '/Patient', payload))
        assert.deepEqual([answer.status, codeOf(answer)], [status, code], what)
        assert.ok(longest < 150, `${what}: ${longest} ms`)
      }
    }))
})
