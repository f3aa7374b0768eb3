import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { forms } from '#modules/forms/index.ts'
import { vitals } from '#modules/vitals/index.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { givenStay } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import type { NursingView, SheetAnswer } from './contract.ts'
import { nursing } from './index.ts'

const ward = opened<Ward>((work) => withWard([nursing, vitals, forms], work))
const nurse = { name: 'Lê Thị Hạnh', practitionerId: 'practitioner-other' }
const doctor = { name: 'BS Bình', practitionerId: 'practitioner-test' }

async function post<T>(url: string, body: object = {}, as: object = nurse): Promise<T> {
  const answer = await ward().client.send('POST', url, { as, body })
  assert.ok(answer.status < 300, answer.text)
  return answer.body as T
}
const sheet = (id: string) => post<SheetAnswer>(`/api/stays/${id}/care-sheet`)
const responseOf = (fillId: string) =>
  readResource<QuestionnaireResponse>(ward().ctx, 'QuestionnaireResponse', fillId)

const all = (items: readonly QuestionnaireResponseItem[] = []): QuestionnaireResponseItem[] =>
  items.flatMap((one) => [one, ...all(one.item)])
const find = (response: QuestionnaireResponse, linkId: string) =>
  all(response.item).filter((one) => one.linkId === linkId)
const first = (response: QuestionnaireResponse, linkId: string) => find(response, linkId)[0]?.answer?.[0]
const sourceOf = (answer: ReturnType<typeof first>) =>
  answer?.extension?.find(({ url }) => url === 'urn:lanong:ext:filled-from')?.valueReference?.reference

const measured = {
  pulse: '118',
  systolic: '124',
  diastolic: '76',
  temperature: '38.6',
  respiration: '24',
  spo2: '95',
  oxygen: '4',
  consciousness: 'A',
  pain: '3',
}

async function nursedStay(level: string): Promise<string> {
  const { encounterId: id } = await givenStay(ward().ctx, {
    since: new Date(ward().ctx.now().getTime() - 26 * 3_600_000),
  })
  await post(`/api/stays/${id}/care-level`, { code: level }, doctor)
  await post(`/api/encounters/${id}/vitals`, measured)
  await post(`/api/stays/${id}/fluids`, { fluid: 'oral', millilitres: 200, what: 'Sữa' })
  await post(`/api/stays/${id}/fluids`, { fluid: 'urine', millilitres: 350 })
  await post(`/api/stays/${id}/lines`, { kind: 'peripheral', site: 'cẳng tay trái' })
  await post(`/api/stays/${id}/notes`, { text: 'Khó thở tăng' })
  await post(`/api/stays/${id}/own-tasks`, {
    code: 'dressing',
    text: 'Thay băng hố chậu',
    dueAt: ward().ctx.now().toISOString(),
  })
  const view = (await ward().client.send('GET', `/api/stays/${id}/nursing`)).body as NursingView
  const own = view.tasks.find(({ source }) => source === 'own')
  assert.ok(own)
  const { source, sourceId, code, dueAt } = own
  await post(`/api/stays/${id}/tasks`, { source, sourceId, code, dueAt, outcome: 'done' })
  return id
}

describe('the care sheet', () => {
  it('names who writes the row of 38/BV2, also behind the row of another nurse', async () => {
    const id = await nursedStay('2')
    const { fillId } = await sheet(id)
    await post(`/api/stays/${id}/care-sheet`, {}, doctor)
    const names = find(await responseOf(fillId), 'entry.nurse').map(({ answer }) => answer?.[0]?.valueString)
    assert.deepEqual(names, ['Người Khác', 'BS Bình'])
  })

  it('37/BV2 is written from the data with the source of each value, and again adds only what is new', async () => {
    const id = await nursedStay('1')
    const { fillId, form } = await sheet(id)
    assert.equal(form, '37-BV2')
    const response = await responseOf(fillId)
    assert.equal(first(response, 'vitals.pulse')?.valueInteger, 118)
    const source = sourceOf(first(response, 'vitals.pulse')) ?? ''
    assert.equal(
      (await readResource<Observation>(ward().ctx, 'Observation', source.split('/')[1] ?? '')).valueQuantity
        ?.value,
      118,
    )
    assert.equal(first(response, 'vitals.bloodPressure.systolic')?.valueInteger, 124)
    assert.equal(first(response, 'vitals.oxygen')?.valueString, '4 L/phút')
    assert.equal(first(response, 'fluids.in.oral')?.valueInteger, 200)
    assert.equal(first(response, 'fluids.in.what')?.valueString, 'Sữa')
    assert.equal(first(response, 'fluids.out.urine')?.valueInteger, 350)
    assert.equal(first(response, 'assessment.line.site')?.valueString, 'Catheter ngoại vi cẳng tay trái')
    assert.equal(first(response, 'assessment.abnormal')?.valueString, 'Khó thở tăng')
    assert.equal(first(response, 'care.dressing')?.valueString, 'Thay băng hố chậu')
    const again = await sheet(id)
    assert.equal(again.fillId, fillId)
    const same = await responseOf(fillId)
    assert.deepEqual(
      ['vitals', 'fluids.in', 'fluids.out', 'assessment', 'care', 'assessment.line'].map(
        (linkId) => find(same, linkId).length,
      ),
      [1, 1, 1, 1, 1, 1],
    )
    await post(`/api/stays/${id}/fluids`, { fluid: 'vomit', millilitres: 90 })
    await sheet(id)
    assert.deepEqual(find(await responseOf(fillId), 'fluids.out').length, 2)
    const pulses = await searchResources<Observation>(ward().ctx, 'Observation', {
      encounter: `Encounter/${id}`,
      code: 'http://loinc.org|8867-4',
    })
    assert.equal(pulses.length, 1, 'what was measured is in the chart once')
  })

  it('two nurses who open it at once write one sheet', async () => {
    const id = await nursedStay('1')
    const [one, other] = await Promise.all([sheet(id), sheet(id)])
    assert.equal(one.fillId, other.fillId)
  })

  it('38/BV2 goes on: one entry of the nurse, added to until it is signed', async () => {
    const id = await nursedStay('2')
    const { fillId, form } = await sheet(id)
    assert.equal(form, '38-BV2')
    await sheet(id)
    const response = await responseOf(fillId)
    assert.equal(find(response, 'entry').length, 1)
    assert.equal(first(response, 'entry.level')?.valueCoding?.code, 'level2')
    assert.equal(first(response, 'entry.vitals.temperature')?.valueDecimal, 38.6)
    assert.equal(first(response, 'entry.assessment.other')?.valueString, 'Khó thở tăng')
    assert.equal(first(response, 'entry.care.dressing')?.valueString, 'Thay băng hố chậu')
    assert.equal(first(response, 'entry.care.monitoring')?.valueString, '1 lần trong ca')
  })

  it('needs a level of care, and who may fill forms', async () => {
    const { encounterId } = await givenStay(ward().ctx, { bed: 3 })
    const url = `/api/stays/${encounterId}/care-sheet`
    const none = await ward().client.send('POST', url, { as: nurse, body: {} })
    assert.equal((none.body as { code: string }).code, 'nursing.noLevel')
    const reader = { permissions: new Set(['nursing.read', 'nursing.write']) }
    assert.equal((await ward().client.send('POST', url, { as: reader, body: {} })).status, 403)
  })
})
