import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { readResource } from '#store/read.ts'
import { noon } from '#tests/support/database.ts'
import { givenStay } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import { forms } from './index.ts'

const ward = opened<Ward>((work) => withWard([forms], work))

const all = (items: readonly QuestionnaireResponseItem[] = []): QuestionnaireResponseItem[] =>
  items.flatMap((one) => [one, ...all(one.item)])

async function codeOf(encounterId: string): Promise<string | undefined> {
  const id = crypto.randomUUID()
  const begun = await ward().client.send('POST', '/api/fills', { body: { id, form: 'TT22-GCS', encounterId } })
  assert.equal(begun.status, 200, begun.text)
  const { item } = await readResource<QuestionnaireResponse>(ward().ctx, 'QuestionnaireResponse', id)
  return all(item).find(({ linkId }) => linkId === 'head.birthCode')?.answer?.[0]?.valueString
}

it('birth papers are numbered by the delivery, in the order of the year, and keep the code when issued again', async () => {
  const stays = await Promise.all([1, 2, 3].map((bed) => givenStay(ward().ctx, { department: 'san', bed })))
  const year = String(noon.getUTCFullYear()).slice(-2)
  const codes = await Promise.all(stays.map(({ encounterId }) => codeOf(encounterId)))
  const numbers = [...codes].sort().map((code) => code?.match(/^.{5}[.]GCS[.](\d{5})[.](\d{2})$/)?.slice(1))
  assert.deepEqual(numbers, [
    ['00001', year],
    ['00002', year],
    ['00003', year],
  ])
  assert.equal(await codeOf(stays[1]?.encounterId ?? ''), codes[1])
})
