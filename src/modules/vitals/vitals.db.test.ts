import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { hospitalResources } from '#app/demo/hospital-resources.ts'
import { checkIn, encounters } from '#modules/encounters/index.ts'
import { patients, registerPatient } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { SeriesAnswer, VitalsAnswer, VitalsSaved } from './contract.ts'
import { vitals } from './index.ts'

interface Problem {
  readonly code: string
  readonly details: Record<string, string>
}
interface Visit {
  readonly client: TestClient
  readonly encounterId: string
  readonly patientId: string
  readonly ctx: Context
}

/** A patient of the given birth date who has checked in. */
const withVisit = (birthDate: string | undefined, work: (visit: Visit) => Promise<void>) =>
  withServer([patients, encounters, vitals], async (client) => {
    const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
    await commit(
      ctx,
      hospitalResources().map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' }) as const),
    )
    const visit = await ctx.db.transaction().execute(async (db) => {
      const tx = { ...ctx, db }
      const { id } = await registerPatient(tx, {
        name: 'Đặng Thị Huyền',
        sex: 'female',
        ...(birthDate ? { birthDate } : {}),
      })
      return {
        patientId: id,
        encounterId: (await checkIn(tx, { patientId: id, roomId: 'room-noi-2', reason: 'Mệt', payer: 'self' }))
          .encounterId,
      }
    })
    await work({ client, ctx, ...visit })
  })

const nurse = { practitionerId: 'practitioner-dieuduong', name: 'Lê Thị Hạnh' }
const take = ({ client, encounterId }: Visit, body: object) =>
  client.send('POST', `/api/encounters/${encounterId}/vitals`, { as: nurse, body })
const whole = {
  pulse: '88',
  systolic: '152',
  diastolic: '92',
  temperature: '36.70',
  respiration: '16',
  spo2: '97',
  oxygen: '0',
  weight: '61.0',
  height: '156',
  consciousness: 'A',
}

describe('vital signs', () => {
  it('are stored as measured, scored, and the visit is triaged', () =>
    withVisit('1972-09-02', async (visit) => {
      const saved = await take(visit, whole)
      assert.equal(saved.status, 200, saved.text)
      const { set } = saved.body as VitalsSaved
      assert.deepEqual(
        [
          set.bmi,
          set.news2?.score,
          set.news2?.risk,
          set.measures['temperature']?.value,
          set.measures['systolic']?.flag,
        ],
        ['25.1', 0, 'low', '36.70', 'H'],
      )
      const encounter = await readResource<Encounter>(visit.ctx, 'Encounter', visit.encounterId)
      assert.equal(encounter.status, 'triaged')
      const { sets } = (await visit.client.send('GET', `/api/encounters/${visit.encounterId}/vitals`))
        .body as VitalsAnswer
      assert.deepEqual(
        sets.map((one) => [one.by, one.measures['weight']?.value, one.consciousness, one.news2?.score]),
        [['Lê Thị Hạnh', '61.0', 'A', 0]],
      )
      const { series } = (
        await visit.client.send('GET', `/api/patients/${visit.patientId}/vitals?codes=85354-9,8310-5`)
      ).body as SeriesAnswer
      assert.deepEqual(
        series.map((one) => [one.key, one.points[0]?.text]),
        [
          ['temperature', '36.70'],
          ['bloodPressure', '152/92'],
        ],
      )
    }))

  it('refuse what cannot be, ask about what is rare, and need both pressures', () =>
    withVisit('1972-09-02', async (visit) => {
      for (const [body, code] of [
        [{}, 'vitals.nothing'],
        [{ temperature: '47' }, 'vitals.impossible'],
        [{ systolic: '120' }, 'vitals.pressureIncomplete'],
        [{ systolic: '80', diastolic: '120' }, 'vitals.pressureReversed'],
        [{ pulse: '190' }, 'vitals.pleaseConfirm'],
        [{ pulse: 'x' }, 'common.invalid'],
        [{ pulse: '70', measuredAt: '2026-11-23T11:00:00+07:00' }, 'vitals.measuredInFuture'],
        [{ pulse: '70', measuredAt: '2026-11-22T20:00:00+07:00' }, 'vitals.measuredBeforeVisit'],
        [{ pulse: '70', measuredAt: '0001-01-01T00:00:00+07:00' }, 'vitals.measuredBeforeVisit'],
      ] as const)
        assert.equal(((await take(visit, body)).body as Problem).code, code)
      assert.equal((await take(visit, { pulse: '190', confirmed: ['pulse'] })).status, 200)
    }))

  it('make no NEWS2 for a child, in pregnancy, without an age, or when a parameter is missing', async () => {
    await withVisit('2020-01-01', async (visit) =>
      assert.equal(
        ((await take(visit, { ...whole, weight: '20', height: '110' })).body as VitalsSaved).noScore,
        'child',
      ),
    )
    await withVisit('1996-01-01', async (visit) => {
      const inPregnancy = ((await take(visit, { ...whole, pregnant: true })).body as VitalsSaved).set
      assert.deepEqual(
        [inPregnancy.news2, inPregnancy.warning?.score, inPregnancy.warning?.parts['systolic']],
        [undefined, 'MEOWS', 1],
      )
      assert.equal(((await take(visit, { pulse: '80' })).body as VitalsSaved).noScore, 'incomplete')
    })
    await withVisit(undefined, async (visit) =>
      assert.equal(((await take(visit, whole)).body as VitalsSaved).noScore, 'ageUnknown'),
    )
  })

  it('can be withdrawn with a reason', () =>
    withVisit('1972-09-02', async (visit) => {
      const { set } = (await take(visit, whole)).body as VitalsSaved
      const url = `/api/encounters/${visit.encounterId}/vitals`
      assert.equal(
        (
          await visit.client.send('POST', `${url}/withdraw`, {
            as: nurse,
            body: { at: set.at, reason: 'Nhầm người bệnh' },
          })
        ).status,
        204,
      )
      assert.deepEqual(((await visit.client.send('GET', url)).body as VitalsAnswer).sets, [])
      assert.equal(
        (
          (
            await visit.client.send('POST', `${url}/withdraw`, {
              as: nurse,
              body: { at: set.at, reason: 'Nhầm người bệnh' },
            })
          ).body as Problem
        ).code,
        'vitals.noSuchSet',
      )
    }))
})
