import assert from 'node:assert/strict'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { mountSubscriptions, subscriptions } from '#modules/subscriptions/index.ts'
import { runSubscriptions } from '#modules/subscriptions/run-subscriptions.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { type FhirWork, type SendFhir, withFhir } from './fhir.ts'
import { givenProgram, program } from './programs.ts'
import type { Receiver } from './receiver.ts'

/** Moved by tests. */
export const clock = { now: new Date('2026-11-22T05:00:00Z') }

export const later = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000)
}

export const run = (receiver: Receiver, work: FhirWork) =>
  withFhir(
    async (send, services, server) => {
      await givenProgram(services)
      await work(send, services, server)
    },
    {
      who: program,
      operations: subscriptions.fhirOperations ?? [],
      modules: [subscriptions],
      guards: subscriptions.guards ?? [],
      now: () => clock.now,
      config: { subscriptionEndpoints: receiver.address },
      mount: mountSubscriptions,
    },
  )

/**
 * Turns of the job until everything stored so far is settled: transactions of other databases in the same PostgreSQL hold
 * the horizon back, too.
 */
export async function turn(services: Services): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  const { rows } = await sql<{ now: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as now`.execute(
    services.db,
  )
  for (let turns = 0; turns < 200; turns++) {
    await runSubscriptions.run(ctx)
    const state = await sql<{ passed: boolean }>`
      select horizon >= ${rows[0]?.now}::xid8 as passed from subscription_state`.execute(services.db)
    if (state.rows[0]?.passed) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('the horizon stands still')
}

export const observation = (id: string, value: string): Resource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: value }] },
  }) as Resource

export const plain = (endpoint: string, more: object = {}) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'thử',
  criteria: 'Observation?code=http://loinc.org|8302-2',
  channel: {
    type: 'rest-hook',
    endpoint,
    payload: 'application/fhir+json',
    header: ['Authorization: Bearer x'],
    ...more,
  },
})

export async function put(send: SendFhir, resource: Resource): Promise<void> {
  const answer = await send('PUT', `/${resource.resourceType}/${resource.id}`, resource)
  assert.ok(answer.status < 300, answer.text)
}
