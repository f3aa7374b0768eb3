import assert from 'node:assert/strict'
import type { Resource } from '@medplum/fhirtypes'
import { bulkData } from '#modules/bulk-data/index.ts'
import { runBulkJobs } from '#modules/bulk-data/run-jobs.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { type SendFhir, withFhir } from './fhir.ts'
import { givenProgram, program } from './programs.ts'

/** Moved by who tests what ages. */
export const clock = { at: new Date('2026-11-22T05:00:00Z') }
export const run = (work: Parameters<typeof withFhir>[0]) =>
  withFhir(
    async (send, services, server) => {
      await givenProgram(services)
      await work(send, services, server)
    },
    { who: program, operations: bulkData.fhirOperations ?? [], modules: [bulkData], now: () => clock.at },
  )

export const context = (services: Services) => makeContext(services, { facility: 1, actor: systemActor })
export const later = { prefer: 'respond-async' }

export const observation = (id: string, patient: string): Resource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { text: 'x' },
    subject: { reference: `Patient/${patient}` },
    valueQuantity: { value: 1 },
  }) as Resource

export async function seed(send: SendFhir): Promise<void> {
  const resources: Resource[] = [
    { resourceType: 'Patient', id: 'p' },
    { resourceType: 'Patient', id: 'q' },
    { resourceType: 'Organization', id: 'o', name: 'Bệnh viện' } as Resource,
    observation('1', 'p'),
    observation('2', 'p'),
    observation('3', 'q'),
    {
      resourceType: 'Group',
      id: 'g',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/q' } }],
    } as Resource,
  ]
  for (const one of resources) assert.equal((await send('PUT', `/${one.resourceType}/${one.id}`, one)).status, 201)
}

export interface Manifest {
  readonly output: readonly { type: string; url: string; count: number; extension: { sha256: string } }[]
  readonly deleted: readonly { url: string; count: number }[]
  readonly error: readonly { url: string; count: number }[]
  readonly extension: { expected: number; processed: number; failed: number }
}

export type Get = (url: string) => Promise<{ status: number; text: string }>

export async function finished(
  start: { headers: Readonly<Record<string, unknown>> },
  services: Services,
  get: Get,
) {
  const at = String(start.headers['content-location'])
  const address = at.slice(at.indexOf('/api'))
  assert.equal((await get(address)).status, 202)
  await runBulkJobs.run(context(services))
  const answer = await get(address)
  assert.equal(answer.status, 200, answer.text)
  return JSON.parse(answer.text) as Manifest
}

export async function linesOf(url: string, get: Get): Promise<readonly Resource[]> {
  const { text } = await get(url.slice(url.indexOf('/api')))
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Resource)
}

export const getter =
  (server: { inject(options: object): Promise<{ statusCode: number; body: string }> }): Get =>
  async (url) => {
    const answer = await server.inject({ method: 'GET', url })
    return { status: answer.statusCode, text: answer.body }
  }
