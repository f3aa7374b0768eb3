import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Observation, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import { charts } from '#modules/charts/index.ts'
import type { FillView } from '#modules/forms/contract.ts'
import { forms } from '#modules/forms/index.ts'
import { vitals } from '#modules/vitals/index.ts'
import { searchResources } from '#store/search.ts'
import { givenPatient, givenWard } from '#tests/support/beds.ts'
import { withServer } from '#tests/support/server.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import type { Admitted, StayView } from './contract.ts'
import { ward } from './index.ts'

/** Answers of a fill by linkId, of every row. */
function answersOf(items: readonly QuestionnaireResponseItem[] | undefined): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>()
  const walk = (all: readonly QuestionnaireResponseItem[] = []) => {
    for (const { linkId, answer, item } of all) {
      const values = (answer ?? []).map(
        (one) => one.valueCoding?.code ?? Object.values(one).find((each) => typeof each !== 'object'),
      )
      if (values.length > 0) found.set(linkId, [...(found.get(linkId) ?? []), ...values])
      walk(item)
    }
  }
  walk(items)
  return found
}

it('a child is born on the ward: measured in its own record, and known to the mother’s obstetric record', () =>
  withServer([ward, charts, vitals, forms], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    await givenWard(ctx, 'san', 3)
    const send = async <T>(path: string, body: object) => {
      const answer = await client.send('POST', `/api${path}`, { body })
      assert.ok(answer.status < 300, answer.text)
      return answer.body as T
    }
    const minutesAgo = (count: number) => new Date(ctx.now().getTime() - count * 60_000).toISOString()
    const patientId = await givenPatient(ctx)
    const admission = { source: 'direct', reason: 'Chuyển dạ', payer: 'self', at: minutesAgo(600) }
    const mother = await send<Admitted>('/ward/admissions', {
      patientId,
      departmentId: 'dept-san',
      bedId: 'bed-san-1',
      ...admission,
    })
    const labour = `/stays/${mother.encounterId}/labour`
    await send(labour, { at: minutesAgo(300), cervix: 5, fetalHeart: 140, pulse: '86' })
    await send(labour, { at: minutesAgo(120), cervix: 9, fetalHeart: 136 })
    const measured = { weightGrams: 3150, lengthCm: 50.5, headCm: 34, apgar1: 8, apgar5: 9 }
    const child = await send<Admitted>(`/stays/${mother.encounterId}/newborns`, {
      sex: 'female',
      bornAt: minutesAgo(60),
      bedId: 'bed-san-2',
      ...measured,
    })

    const view = (await client.send('GET', `/api/stays/${child.encounterId}`)).body as StayView
    assert.deepEqual(
      [view.name, view.bed?.id, view.weightKg, view.motherStay],
      ['Con bà Đặng Thị Huyền', 'bed-san-2', '3.150', mother.encounterId],
    )
    assert.notEqual(view.mrn, undefined)
    const own = await searchResources<Observation>(ctx, 'Observation', {
      encounter: `Encounter/${child.encounterId}`,
      code: 'http://loinc.org|9272-6,http://loinc.org|9274-2',
    })
    assert.deepEqual(own.map(({ valueQuantity }) => Number(valueQuantity?.value)).toSorted(), [8, 9])

    const fillId = uuidv7()
    await send('/fills', { id: fillId, form: '05-BV1', encounterId: mother.encounterId })
    const { response } = (await client.send('GET', `/api/fills/${fillId}`)).body as FillView
    const answers = answersOf((response as { item?: QuestionnaireResponseItem[] }).item)
    const of = (linkId: string) => answers.get(linkId)?.map(String)
    assert.deepEqual(of('labourWard.newborn.apgar1.total'), ['8'])
    assert.deepEqual(of('labourWard.newborn.weight'), ['3150'])
    assert.deepEqual(of('labourWard.newborn.length'), ['50.5'])
    assert.deepEqual(of('labourWard.newborn.sex'), ['girl'])
    assert.deepEqual(of('newbornFront.kind'), ['single'])
    const drawing = JSON.parse(of('labourWard.partograph.data')?.[0] ?? '{}') as { chart: { rows: object[] } }
    assert.deepEqual(drawing.chart.rows, [
      { h: 0, cervix: 5, fetalHeart: 140, pulse: 86 },
      { h: 3, cervix: 9, fetalHeart: 136 },
    ])
  }))
