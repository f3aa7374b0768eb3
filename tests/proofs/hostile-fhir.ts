import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { FhirMethod } from '../support/fhir.ts'
import { watchStalls } from '../support/stalls.ts'
import { hugeQuestions, hugeResources } from './hostile-shapes.ts'

export interface Attack {
  readonly what: string
  readonly method: FhirMethod
  readonly url: string
  readonly body?: Buffer
  readonly headers?: Record<string, string>
  /** It costs nothing and finds nothing, so it may be answered as any other request. */
  readonly harmless?: boolean
  /** Sent so often at the same moment. */
  readonly times?: number
}

export interface Attacked {
  readonly what: string
  /** Answered otherwise than by a refusal with a code. */
  readonly odd: boolean
  readonly status: number
  /** Code of the refusal. */
  readonly code: string | undefined
  /** Longest time in which nothing else could be answered, in milliseconds of the processor. */
  readonly stallMs: number
}

const json = (text: string) => Buffer.from(text)
const megabyte = 1024 * 1024
const xml = { 'content-type': 'application/fhir+xml' }
const extensions = (depth: number) =>
  `${'{"url":"a","extension":['.repeat(depth)}{"url":"b","valueCode":"c"}${']}'.repeat(depth)}`
const patient = (member: string) => json(`{"resourceType":"Patient","id":"p",${member}}`)
const put = (what: string, body: Buffer, headers?: Record<string, string>): Attack => ({
  what,
  method: 'PUT',
  url: '/Patient/p',
  body,
  ...(headers ? { headers } : {}),
})
const fhirPathPatch = (what: string, path: string, harmless = false): Attack => ({
  harmless,
  what,
  method: 'PATCH',
  url: '/Patient/p',
  body: json(
    JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [
            { name: 'type', valueCode: 'delete' },
            { name: 'path', valueString: path },
          ],
        },
      ],
    }),
  ),
})

/** What the issue of hostile input names, for the addresses that take bodies. */
export function attacks(): readonly Attack[] {
  return [
    put('objects in objects', json(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)),
    put('extensions in extensions', patient(`"extension":[${extensions(2000)}]`)),
    put('50 MB', Buffer.alloc(50 * megabyte, 32)),
    put('30 MB of one text', patient(`"name":[{"text":"${'a'.repeat(30 * megabyte)}"}]`)),
    put('a million names', patient(`"name":[${'{"text":"a"},'.repeat(999_999)}{"text":"a"}]`)),
    put('a name twice', patient('"active":true,"active":false')),
    put('half of a character', patient('"name":[{"text":"\\ud800"}]')),
    put('NUL', patient('"name":[{"text":"\\u0000"}]')),
    put('10,000 digits', patient(`"multipleBirthInteger":${'9'.repeat(10_000)}`)),
    put('a large exponent', patient('"multipleBirthInteger":1e999999999')),
    put('the prototype', patient('"__proto__":{"active":true}')),
    put('a gzip bomb', gzipSync(Buffer.alloc(200 * megabyte)), { 'content-encoding': 'gzip' }),
    put('what is no gzip', json('{}'), { 'content-encoding': 'gzip' }),
    put('entities in XML', json('<!DOCTYPE a [<!ENTITY b "c">]><Patient xmlns="http://hl7.org/fhir"/>'), xml),
    put(
      'elements in elements',
      json(`<Patient xmlns="http://hl7.org/fhir">${'<extension url="a">'.repeat(50_000)}`),
      xml,
    ),
    put(
      '10 MB of XML',
      json(
        `<Patient xmlns="http://hl7.org/fhir"><id value="p"/>${'<name><text value="a"/></name>'.repeat(340_000)}</Patient>`,
      ),
      xml,
    ),
    put('attributes without end', json(`<Patient xmlns="http://hl7.org/fhir" ${'a="1" '.repeat(100_000)}/>`), xml),
    {
      what: 'an XML Patch that looks at everything',
      method: 'PATCH',
      url: '/Patient/p',
      headers: { 'content-type': 'application/xml-patch+xml' },
      body: json(`<diff>${'<remove sel="Patient/extension[.=1]"/>'.repeat(100_000)}</diff>`),
    },
    fhirPathPatch(
      'a bomb of a regular expression',
      `Patient.name.where('${'a'.repeat(2000)}!'.matches('^(a+)+$'))`,
      true,
    ),
    fhirPathPatch('endless repetition', 'Patient.name.repeat($this | $this)', true),
    fhirPathPatch('texts that double', "(1|2|3|4|5|6|7|8|9).aggregate($total & $total & $total & $total, 'aaaa')"),
    fhirPathPatch('a row of operators', `1${'+1'.repeat(2000)}`),
    fhirPathPatch('deep brackets', `${'('.repeat(2000)}1${')'.repeat(2000)}`),
    {
      what: 'copies that double',
      method: 'PATCH',
      url: '/Patient/p',
      headers: { 'content-type': 'application/json-patch+json' },
      body: json(JSON.stringify(Array.from({ length: 60 }, () => ({ op: 'copy', from: '', path: '/a' })))),
    },
  ]
}

/** Sends each attack alone and tells how it was answered and how long the event loop stood still. */
export async function attackFhir(
  server: FastifyInstance,
  chosen: readonly Attack[] = [...attacks(), ...hugeResources(), ...hugeQuestions()],
): Promise<readonly Attacked[]> {
  await ask(server, put('', patient('"name":[{"text":"a"}]')))
  const told: Attacked[] = []
  for (const attack of chosen) {
    const watch = watchStalls()
    const replies = await Promise.all(Array.from({ length: attack.times ?? 1 }, () => ask(server, attack)))
    const stallMs = Math.round(await watch.end())
    const isOdd = ({ status, code }: Reply) =>
      !(status >= 400 && status < 500 && code !== undefined) && !(attack.harmless && status < 300)
    const reply = replies.find(isOdd) ?? replies[0] ?? { status: 0, code: undefined }
    told.push({ what: attack.what, odd: isOdd(reply), ...reply, stallMs })
  }
  return told
}

interface Reply {
  readonly status: number
  readonly code: string | undefined
}

/** Long answers are taken as they come and not looked at, so that only the server's work is counted. */
async function ask(server: FastifyInstance, { method, url, body, headers }: Attack): Promise<Reply> {
  const answer = await server.inject({
    method,
    url: `/fhir/R4${url}`,
    headers: { ...(body ? { 'content-type': 'application/fhir+json' } : {}), ...headers },
    ...(body ? { payload: body } : {}),
    payloadAsStream: true,
  })
  const status = answer.statusCode
  const chunks: Buffer[] = []
  for await (const chunk of answer.stream()) chunks.push(chunk as Buffer)
  return { status, code: status < 400 ? undefined : codeIn(Buffer.concat(chunks).toString()) }
}

/** Our code in an OperationOutcome, in JSON or XML. */
const codeIn = (text: string) =>
  /"system":"urn:lanong:error","code":"([^"]+)"/.exec(text)?.[1] ??
  /urn:lanong:error"\/><code value="([^"]+)"/.exec(text)?.[1]
