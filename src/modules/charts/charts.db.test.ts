import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { withServer } from '#tests/support/server.ts'
import { givenStay } from '#tests/support/stay.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import type { StayCharts } from './contract.ts'
import { charts } from './index.ts'

it('draws what was measured in the stay and what went out by day, and refuses what is no stay', () =>
  withServer([charts], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const stay = await givenStay(ctx)
    const of = (code: Observation['code'], value: number, at: string, kind?: string): Observation => ({
      resourceType: 'Observation',
      status: 'final',
      ...(kind ? { category: [{ coding: [{ system: cs.observationCategory, code: kind }] }] } : {}),
      code,
      subject: { reference: `Patient/${stay.patientId}` },
      encounter: { reference: `Encounter/${stay.encounterId}` },
      effectiveDateTime: at,
      valueQuantity: { value },
    })
    const fluid = (code: string) => ({ coding: [{ system: cs.fluid, code }] })
    const all = [
      of({ coding: [{ system: cs.loinc, code: '8867-4' }] }, 88, '2026-11-22T06:00:00+07:00', 'vital-signs'),
      of({ coding: [{ system: cs.loinc, code: '8867-4' }] }, 92, '2026-11-22T14:00:00+07:00', 'vital-signs'),
      of(fluid('urine'), 400, '2026-11-22T08:00:00+07:00'),
      of(fluid('urine'), 350, '2026-11-22T23:30:00+07:00'),
      of(fluid('stool'), 1, '2026-11-23T05:00:00+07:00'),
    ]
    await commit(
      ctx,
      all.map((resource) => ({ kind: 'create', resource, id: ctx.newId() })),
    )
    const { body } = await client.send('GET', `/api/stays/${stay.encounterId}/charts`)
    const { vitals, amounts } = body as StayCharts
    assert.deepEqual(
      vitals.map(({ key, points }) => [key, ...points.map(({ value }) => value)]),
      [['pulse', '88', '92']],
    )
    assert.deepEqual(amounts, [
      { day: '2026-11-22', urineMl: 750 },
      { day: '2026-11-23', stools: 1 },
    ])
    const visit = await givenVisit(ctx)
    assert.equal((await client.send('GET', `/api/stays/${visit.encounterId}/charts`)).status, 404)
  }))
