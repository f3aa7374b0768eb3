import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readMessages } from '#platform/messages.ts'
import { withFhir } from '#tests/support/fhir.ts'
import { whyTexts } from './why.ts'

const [en, vi] = [readMessages('en'), readMessages('vi')]

it('every reason why a searched value is refused has its text in both languages, with the same places', () => {
  const placesOf = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const [kind, text] of Object.entries(whyTexts)) {
    const key = `error.store.why.${kind}`
    assert.equal(en[key], text.replace(/\{(\w+)\}/g, '{{$1}}'))
    assert.ok(vi[key], kind)
    assert.deepEqual(placesOf(vi[key]), placesOf(en[key]), kind)
  }
  const kept = (texts: typeof en) => Object.keys(texts).filter((key) => key.startsWith('error.store.why.'))
  assert.deepEqual(
    kept(vi).sort(),
    Object.keys(whyTexts)
      .map((kind) => `error.store.why.${kind}`)
      .sort(),
  )
})

it('a refused search says why in the language of the reader', () =>
  withFhir(async (send) => {
    const told = async (url: string, language: string) =>
      (await send('GET', url, undefined, { 'accept-language': language })).body.issue[0].details.text
    assert.equal(
      await told('/Patient?birthdate=morgen', 'vi'),
      "Tham số birthdate không nhận giá trị 'morgen': không phải ngày.",
    )
    assert.equal(
      await told('/Patient?birthdate=morgen', 'en'),
      "The search birthdate cannot have the value 'morgen': not a date.",
    )
    assert.equal(
      await told('/Patient?gender:contains=x', 'vi'),
      "Tham số gender không nhận giá trị 'x': không dùng được hậu tố :contains.",
    )
    assert.match(await told('/Patient?_contained=perhaps', 'vi'), /chỉ nhận false, true, both\.$/)
  }))
