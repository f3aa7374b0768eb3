import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { it } from 'node:test'
import type { InjectOptions } from 'fastify'
import pino from 'pino'
import { modules } from '#app/module-list.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { fhirRoutes } from '#modules/fhir-api/index.ts'
import { buildServer } from '#platform/http/server.ts'
import { actor, withServices } from './support/database.ts'

/** What identifies the patient of this test; in no log line and no refusal may any of it stand. */
const marks = {
  name: 'Quỳnh Khôngđượcghi',
  folded: 'khongduocghi',
  citizen: '079170098765',
  phone: '0987612345',
  card: 'GD4790987612345',
  street: 'Ngõ Bí Mật 77',
  finding: 'viêm-kín-đáo-đặc-biệt',
}
const everything = [...Object.values(marks), encodeURIComponent(marks.name), encodeURIComponent(marks.finding)]

const patient = {
  resourceType: 'Patient',
  id: 'secret-one',
  identifier: [
    { system: 'urn:lanong:sid:cccd', value: marks.citizen },
    { system: 'urn:lanong:sid:bhyt', value: marks.card },
  ],
  name: [
    { use: 'official', text: marks.name, family: marks.name.split(' ')[0], given: [marks.name.split(' ')[1]] },
  ],
  telecom: [{ system: 'phone', value: marks.phone }],
  address: [{ line: [marks.street] }],
  birthDate: '1970-02-28',
}
const condition = {
  resourceType: 'Condition',
  subject: { reference: 'Patient/secret-one' },
  code: { text: marks.finding },
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly body?: unknown
  /** Without any permission: the refusal must not tell what was refused. */
  readonly mayNothing?: boolean | undefined
}

const q = encodeURIComponent

/** Work on one patient over both interfaces, and every kind of failure with the patient's data in the request. */
const asked: readonly Asked[] = [
  { method: 'PUT', url: '/fhir/R4/Patient/secret-one', body: patient },
  { method: 'POST', url: '/fhir/R4/Condition', body: condition },
  { method: 'GET', url: `/fhir/R4/Patient?name=${q(marks.name)}&identifier=${marks.citizen}` },
  { method: 'GET', url: `/fhir/R4/Patient?phone=${marks.phone}&address=${q(marks.street)}` },
  { method: 'GET', url: `/fhir/R4/Condition?code:text=${q(marks.finding)}` },
  { method: 'GET', url: '/fhir/R4/Patient/secret-one/$everything' },
  { method: 'GET', url: `/api/patients?q=${q(marks.name)}` },
  { method: 'GET', url: `/api/patients?q=${marks.citizen}` },
  { method: 'GET', url: '/api/patients/secret-one' },
  { method: 'GET', url: '/api/patients/secret-one/banner' },
  {
    method: 'POST',
    url: '/api/patients/card',
    body: { text: `${marks.citizen}||${marks.name}|28021970|Nữ|${marks.street}|01012021` },
  },
  {
    method: 'PUT',
    url: '/fhir/R4/Patient/secret-one',
    body: { ...patient, gender: 7, link: 'x', unknownMember: marks.name },
  },
  { method: 'POST', url: '/fhir/R4/Condition', body: { ...condition, subject: { reference: 'Patient/absent' } } },
  { method: 'POST', url: '/fhir/R4/Patient', body: [patient] },
  { method: 'GET', url: '/fhir/R4/Patient/absent' },
  { method: 'GET', url: '/api/patients/absent' },
  { method: 'GET', url: `/api/patients?q=${q(marks.name)}`, mayNothing: true },
  { method: 'GET', url: '/api/patients/secret-one', mayNothing: true },
  { method: 'PUT', url: '/fhir/R4/Patient/secret-one', body: patient, mayNothing: true },
  { method: 'DELETE', url: '/fhir/R4/Patient/secret-one', mayNothing: true },
]

function requestOf({ method, url, body, mayNothing = false }: Asked): InjectOptions {
  const type = url.startsWith('/fhir') ? 'application/fhir+json' : 'application/json'
  const given = body === undefined ? {} : { 'content-type': type }
  return {
    ...{ method, url },
    headers: { 'x-command-id': uuidv7(), ...(mayNothing ? { 'x-may-nothing': '1' } : {}), ...given },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  }
}

it('neither log lines nor refusals hold anything of a patient, at the most talkative level', () =>
  withServices(async (given) => {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk))
        done()
      },
    })
    // Without the redaction of the real log: nothing may be written, not only hidden.
    const services = { ...given, log: pino({ level: 'trace' }, sink) }
    const server = await buildServer({
      services,
      modules,
      webRoot: '/nonexistent',
      authenticate: async ({ headers }) => ({
        facility: 1,
        actor: headers['x-may-nothing'] ? actor({ id: 'nothing', permissions: new Set() }) : actor(),
      }),
      async mount(scope, contextOf) {
        await scope.register(async (fhir) => fhirRoutes(fhir, contextOf, { operations: [] } as never), {
          prefix: '/fhir/R4',
        })
      },
    })
    const found: string[] = []
    const look = (where: string, text: string) => {
      for (const mark of everything)
        if (text.toLowerCase().includes(mark.toLowerCase()))
          found.push(`${where}: ${mark} in ${text.slice(0, 300)}`)
    }
    try {
      for (const { method, url, body, mayNothing } of asked) {
        const answer = await server.inject(requestOf({ method, url, body, mayNothing }))
        if (answer.statusCode >= 400) look(`${answer.statusCode} ${method} ${url.split('?')[0]}`, answer.body)
      }
      assert.ok(lines.length >= asked.length, 'every answer is logged')
      for (const line of lines) look('log', line)
      assert.deepEqual(found, [])
    } finally {
      await server.close()
    }
  }))
