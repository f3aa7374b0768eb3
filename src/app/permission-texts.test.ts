import assert from 'node:assert/strict'
import { it } from 'node:test'
import { errorTexts, readMessages } from '#platform/messages.ts'
import { modules } from './module-list.ts'

const named: Readonly<Record<string, string>> = Object.assign({}, ...modules.map(({ permissions }) => permissions))

/** What stands in the place of a permission and is none of a module. */
const besides = ['*', 'login']

const textsIn = (language: 'vi' | 'en') =>
  Object.entries(readMessages(language)).filter(([key]) => key.startsWith('permission.'))

it('every permission has its name in words, in both languages, and no name is left over', () => {
  const expected = [...Object.keys(named), ...besides].map((one) => `permission.${one}`).sort()
  for (const language of ['vi', 'en'] as const)
    assert.deepEqual(
      textsIn(language)
        .map(([key]) => key)
        .sort(),
      expected,
      language,
    )
})

it('no two permissions have the same name', () => {
  for (const language of ['vi', 'en'] as const) {
    const names = textsIn(language).map(([, name]) => name)
    assert.equal(new Set(names).size, names.length, language)
  }
})

it('in English they are what the modules say of them', () => {
  const english = Object.fromEntries(textsIn('en'))
  for (const [one, text] of Object.entries(named)) assert.equal(english[`permission.${one}`], text)
})

it('a refusal names the permission in words; what is none stays as it is', () => {
  const tell = errorTexts()
  assert.equal(
    tell('common.forbidden', 'vi', { permission: 'patients.merge' }),
    'Phần này cần quyền “Gộp hai hồ sơ của một người bệnh và hoàn tác”.',
  )
  assert.equal(
    tell('common.forbidden', 'en', { permission: 'Patient.rs' }),
    'This needs the permission “Patient.rs”.',
  )
})
