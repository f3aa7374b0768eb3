import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { ward as wards } from '#modules/ward/index.ts'
import { readResource } from '#store/read.ts'
import { givenStay } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import type { ClosingView } from '../contract.ts'
import { forms } from '../index.ts'

const open = opened<Ward>((work) => withWard([forms, wards], work))
const nurse = { roles: ['nurse'], name: 'Lê Thị Hạnh' }

async function send<T>(method: 'GET' | 'POST', url: string, body?: object, as?: object): Promise<T> {
  const answer = await open().client.send(method, url, { ...(as ? { as } : {}), ...(body ? { body } : {}) })
  assert.ok(answer.status < 300, answer.text)
  return answer.body as T
}

const all = (items: readonly QuestionnaireResponseItem[] = []): QuestionnaireResponseItem[] =>
  items.flatMap((one) => [one, ...all(one.item)])
async function answerOf(id: string, linkId: string) {
  const { item } = await readResource<QuestionnaireResponse>(open().ctx, 'QuestionnaireResponse', id)
  return all(item).find((one) => one.linkId === linkId)?.answer?.[0]
}

/** A stay whose record was begun, and that has ended. */
async function endedStay(bed: number, disposition: string): Promise<{ stay: string; record: string }> {
  const since = new Date(open().ctx.now().getTime() - 86_400_000)
  const { encounterId: stay } = await givenStay(open().ctx, { bed, since })
  const record = crypto.randomUUID()
  await send('POST', '/api/fills', { id: record, form: '01-BV1', encounterId: stay })
  assert.equal((await answerOf(record, 'diagnosis.main'))?.valueString, undefined)
  const diagnosis = { code: 'J18.9', text: 'Viêm phổi, không đặc hiệu' }
  await send('POST', `/api/stays/${stay}/discharge`, { disposition, diagnosis })
  return { stay, record }
}

describe('the papers of a stay that ends', () => {
  it('are begun as the way of ending asks, once, and open ones are told what is known by now', async () => {
    const { stay, record } = await endedStay(1, 'home')
    const closing = await send<ClosingView>('POST', `/api/encounters/${stay}/closing`)
    assert.deepEqual(
      closing.open.map(({ code, mine }) => [code, mine]),
      [
        ['01/BV1', true],
        ['TT25-02', true],
      ],
    )
    assert.deepEqual(closing.toBegin, [])
    assert.equal((await answerOf(record, 'stay.dischargeKind'))?.valueCoding?.code, '1')
    assert.match((await answerOf(record, 'diagnosis.main'))?.valueString ?? '', /Viêm phổi/)
    assert.ok((await answerOf(record, 'stay.dischargedAt'))?.valueDateTime)
    const again = await send<ClosingView>('POST', `/api/encounters/${stay}/closing`)
    assert.deepEqual(
      again.open.map(({ id }) => id),
      closing.open.map(({ id }) => id),
    )
  })

  it('are those of whose role writes them; a nurse is told of the doctor’s', async () => {
    const { stay } = await endedStay(2, 'transfer-out')
    const closing = await send<ClosingView>('POST', `/api/encounters/${stay}/closing`)
    assert.ok(closing.open.some(({ code }) => code === 'TT01-PL6'))
    const seen = await send<ClosingView>('GET', `/api/encounters/${stay}/closing`, undefined, nurse)
    assert.deepEqual(
      seen.open.filter(({ mine }) => mine),
      [],
    )
    assert.ok(seen.missing.some(({ text }) => text === 'formOpen'))
  })
})
