import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commit } from '#store/commit.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import { lastMeasured, vitals } from './index.ts'

const ward = opened<Ward>((work) => withWard([vitals], work))

const minutesAgo = (minutes: number) => new Date(ward().ctx.now().getTime() - minutes * 60_000)
const pulse = ({ patientId, encounterId }: Stay, at: Date): Observation => ({
  resourceType: 'Observation',
  id: ward().ctx.newId(),
  status: 'final',
  code: { coding: [{ system: cs.loinc, code: '8867-4' }] },
  subject: { reference: `Patient/${patientId}` },
  encounter: { reference: `Encounter/${encounterId}` },
  effectiveDateTime: instantInVietnam(at),
  valueQuantity: { value: 84, unit: '/min', system: cs.ucum, code: '/min' },
})

it('tells when each of a ward was measured last, however often the others were', async () => {
  const { ctx } = ward()
  const [seldom, often, never] = [
    await givenStay(ctx, { bed: 1 }),
    await givenStay(ctx, { bed: 2 }),
    await givenStay(ctx, { bed: 3 }),
  ]
  await commit(ctx, [{ kind: 'create', resource: pulse(seldom, minutesAgo(30 * 60)) }])
  const many = Array.from({ length: 1_001 }, (_, minute) => pulse(often, minutesAgo(minute)))
  await commit(
    ctx,
    many.map((resource) => ({ kind: 'create', resource })),
  )
  await commit(ctx, [{ kind: 'create', resource: pulse(never, minutesAgo(40 * 60)) }])
  const last = await lastMeasured(
    ctx,
    [seldom, often, never].map(({ encounterId }) => encounterId),
  )
  assert.deepEqual(
    [seldom, often, never].map(({ encounterId }) => last.get(encounterId)?.at.toISOString()),
    [minutesAgo(30 * 60).toISOString(), minutesAgo(0).toISOString(), undefined],
  )
})
