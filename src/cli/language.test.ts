import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { languageOf } from './language.ts'

describe('language of the console', () => {
  it('is Vietnamese unless English is asked for', () => {
    assert.equal(languageOf({}, {}), 'vi')
    assert.equal(languageOf({}, { LANG: 'C.UTF-8' }), 'vi')
    assert.equal(languageOf({}, { LANG: 'vi_VN.UTF-8' }), 'vi')
    assert.equal(languageOf({}, { LANG: 'en_US.UTF-8' }), 'en')
    assert.equal(languageOf({}, { LC_ALL: 'vi_VN.UTF-8', LANG: 'en_US.UTF-8' }), 'vi')
    assert.equal(languageOf({ lang: 'vi' }, { LANG: 'en_US.UTF-8' }), 'vi')
    assert.equal(languageOf({ lang: 'en' }, {}), 'en')
    assert.equal(languageOf({ english: true }, {}), 'en')
  })
})
