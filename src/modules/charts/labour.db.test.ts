import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Patient } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { vitals } from '#modules/vitals/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { withServer } from '#tests/support/server.ts'
import { givenStay } from '#tests/support/stay.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import type { StayCharts } from './contract.ts'
import { charts } from './index.ts'
import type { LabourSaved } from './labour-contract.ts'

const at = (clock: string) => `2026-11-23T${clock}:00+07:00`

it('keeps a partograph: the mother’s signs are vital signs, a crossed line calls, a slip is struck through', () =>
  withServer(
    [charts, vitals],
    async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      const stay = await givenStay(ctx, { since: new Date('2026-11-22T22:00:00Z') })
      const path = `/api/stays/${stay.encounterId}/labour`
      const write = (body: object) => client.send('POST', path, { body })
      const read = async () => (await client.send('GET', path.replace('labour', 'charts'))).body as StayCharts

      const first = await write({ at: at('06:00'), cervix: 4, fetalHeart: 142, contractions: 3, length: 'middle' })
      assert.deepEqual(Object.keys(first.body as LabourSaved), ['id'], first.text)
      await write({ at: at('08:00'), fetalHeart: 138, pulse: '88', systolic: '120', diastolic: '70' })
      const late = await write({ at: at('10:00'), cervix: 5, descent: 3, fluid: 'C', moulding: '+' })
      assert.match((late.body as LabourSaved).called ?? '', /Bác sĩ sản trực.*đường báo động/)

      const drawn = await read()
      assert.deepEqual(
        drawn.labour.map(({ at: when, cervix, fetalHeart }) => [when.slice(11, 16), cervix, fetalHeart]),
        [
          ['06:00', 4, 142],
          ['08:00', undefined, 138],
          ['10:00', 5, undefined],
        ],
      )
      assert.equal(drawn.vitals.find(({ key }) => key === 'pulse')?.points[0]?.value, '88')
      const open = { code: `${cs.nursingTask}|escalation`, status: 'requested' }
      assert.equal((await searchResources(ctx, 'Task', open)).length, 1)

      await client.send('POST', `${path}/strike`, { body: { at: at('10:00'), reason: 'Ghi nhầm người bệnh' } })
      assert.equal((await read()).labour.at(-1)?.struck?.reason, 'Ghi nhầm người bệnh')
      assert.equal((await searchResources(ctx, 'Task', open)).length, 0)
      await client.send('POST', `${path}/strike`, { body: { at: at('08:00'), reason: 'Đo nhầm' } })
      assert.equal((await read()).vitals.length, 0)

      const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
      assert.equal(codeOf(await write({ at: at('10:30') })), 'charts.nothingFound')
      assert.equal(codeOf(await write({ at: at('23:00'), cervix: 5 })), 'charts.inFuture')
      assert.equal(codeOf(await write({ at: at('04:00'), cervix: 5 })), 'charts.beforeStay')
      const patient = await readResource<Patient>(ctx, 'Patient', stay.patientId)
      await commit(ctx, [{ kind: 'update', resource: { ...patient, gender: 'male' } }])
      assert.equal(codeOf(await write({ at: at('10:30'), cervix: 5 })), 'charts.notInLabour')
    },
    { now: () => new Date('2026-11-23T04:00:00Z') },
  ))
