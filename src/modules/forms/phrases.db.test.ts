import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Questionnaire } from '@medplum/fhirtypes'
import { documents } from '#modules/documents/index.ts'
import { parseStored, readCurrent } from '#store/read.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { Phrase, PhraseList } from './contract.ts'
import { unexplained } from './domain/unexplained.ts'
import { forms } from './index.ts'
import { publishForms } from './publish-forms.ts'
import { tables } from './tables.ts'

const list = [
  { short: 'THA', text: 'tăng huyết áp' },
  { short: 'HA', text: 'huyết áp' },
  { short: 'ĐTĐ', text: 'đái tháo đường' },
]

describe('abbreviations', () => {
  it('are explained where their meaning stands beside them, and only whole words count', () => {
    const found = (text: string) => unexplained(text, list).map(({ short }) => short)
    assert.deepEqual(found('Người bệnh bị THA, ĐTĐ type 2'), ['THA', 'ĐTĐ'])
    assert.deepEqual(found('Tăng  huyết áp (THA) và đái tháo đường'), [])
    assert.deepEqual(found('THAI kỳ, tha thiết, ĐTĐx'), [])
    assert.deepEqual(found('HA 140/90'), ['HA'])
    assert.deepEqual(found('T\u0110Đ ĐTĐ'.normalize('NFD').normalize('NFC')), ['ĐTĐ'])
  })
})

describe('phrases', () => {
  const put = (client: TestClient, phrase: Phrase, as = {}) =>
    client.send('PUT', '/api/phrases', { as, body: phrase })
  const shown = async (client: TestClient, short: string, as = {}) => {
    const { phrases } = (await client.send('GET', '/api/phrases', { as })).body as PhraseList
    return phrases.filter((one) => one.short === short).map(({ text, scope }) => [text, scope])
  }

  it('are one’s own or the facility’s; the facility’s need a permission', () =>
    withServer([forms, documents], async (client) => {
      const doctor = { id: 'doctor', permissions: new Set(['forms.read', 'forms.fill']) }
      const mine = { short: 'bt', text: 'bình thường', scope: 'own', abbreviation: false } as const
      assert.equal((await put(client, mine, doctor)).status, 200)
      assert.equal((await put(client, { ...mine, scope: 'facility' }, doctor)).status, 403)
      assert.equal((await put(client, { ...mine, text: 'bình thươ\u0300ng cả', scope: 'facility' })).status, 200)
      assert.deepEqual(await shown(client, 'bt', doctor), [
        ['bình thường', 'own'],
        ['bình thường cả', 'facility'],
      ])
      assert.deepEqual(await shown(client, 'bt', { id: 'other' }), [['bình thường cả', 'facility']])
      await client.send('DELETE', '/api/phrases?short=bt&scope=own', { as: doctor })
      assert.deepEqual(await shown(client, 'bt', doctor), [['bình thường cả', 'facility']])
    }))

  it('begin with the usual abbreviations, which the facility may write differently', () =>
    withServer([forms, documents], async (client) => {
      assert.deepEqual(await shown(client, 'THA'), [['tăng huyết áp', 'facility']])
      await put(client, { short: 'THA', text: 'tăng HA', scope: 'facility', abbreviation: true })
      assert.deepEqual(await shown(client, 'THA'), [['tăng HA', 'facility']])
    }))
})

describe('the shipped forms in the store', () => {
  it('are written a few at a time, each once, and anew when they changed', () =>
    withServer([forms, documents], async ({ services }) => {
      const ctx = systemContext(services)
      assert.equal(await publishForms(ctx, 2), 2)
      const [row] = await tables(ctx).selectFrom('published_form').selectAll().orderBy('id').execute()
      const stored = parseStored<Questionnaire>(await readCurrent(ctx, 'Questionnaire', row?.id ?? ''))
      assert.match(stored.url ?? '', /^urn:lanong:form:/)
      assert.ok(!JSON.stringify(stored).includes('subQuestionnaire'), 'its parts are put in')
      await tables(ctx)
        .updateTable('published_form')
        .set({ hash: Buffer.alloc(32) })
        .where('id', '=', row?.id ?? '')
        .execute()
      assert.equal(await publishForms(ctx, 1), 1)
      assert.equal((await readCurrent(ctx, 'Questionnaire', row?.id ?? '')).version, 2)
    }))
})
