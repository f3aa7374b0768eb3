import assert from 'node:assert/strict'
import test from 'node:test'
import { isDay } from '#kernel/civil-date.ts'
import { inventPeople } from './invent-people.ts'

const invention = { seed: 'ngan-pho', today: '2026-11-23' }
const people = inventPeople(2000, invention)

test('the same seed invents the same people, another seed others', () => {
  assert.deepEqual(inventPeople(40, invention), people.slice(0, 40))
  assert.notDeepEqual(inventPeople(40, { ...invention, seed: 'other' }), people.slice(0, 40))
})

test('nobody can be taken for a living person', () => {
  for (const { form } of people) {
    if (form.cccd) assert.match(form.cccd, /^099[0-3]\d{8}$/)
    if (form.phone) assert.match(form.phone, /^0999\d{6}$/)
    if (form.insurance) assert.match(form.insurance.number, /^[A-Z]{2}[1-5]\d{2}000000\d{4}$/)
  }
})

test('numbers are unique and agree with sex and year of birth', () => {
  const numbers = people.map(({ form }) => form.cccd).filter((number) => number !== undefined)
  assert.equal(new Set(numbers).size, numbers.length)
  for (const { form } of people) {
    if (!form.cccd || !form.birthDate) continue
    assert.equal(Number(form.cccd[3]) % 2, form.sex === 'female' ? 1 : 0)
    assert.equal(form.cccd.slice(4, 6), form.birthDate.slice(2, 4))
  }
})

test('born on days that exist, from newborns to past a hundred, some on 29 February', () => {
  for (const { form, ageMonths } of people) {
    assert.ok(form.birthDate && (isDay(form.birthDate) || /^\d{4}$/.test(form.birthDate)))
    assert.ok(ageMonths >= 0 && ageMonths < 12 * 110)
  }
  const first = people.slice(0, 60)
  assert.ok(first.some(({ form }) => form.birthDate?.endsWith('02-29')))
  assert.ok(first.some(({ form }) => form.noIdentity === 'newborn' && form.name.startsWith('Con bà ')))
  assert.ok(first.some(({ ageMonths }) => ageMonths >= 1200))
  assert.ok(first.some(({ form }) => form.noIdentity === 'foreigner'))
  assert.ok(first.some(({ form }) => form.passport))
})

test('names are made of at least two words, most of one frequent family, with the peoples of the mountains', () => {
  for (const { form } of people) assert.match(form.name, /^\p{Lu}[\p{L}\p{M}']*( [\p{L}\p{M}']+)+$/u)
  const share = people.filter(({ form }) => form.name.startsWith('Nguyễn ')).length / people.length
  assert.ok(share > 0.2 && share < 0.45, String(share))
  assert.ok(people.filter(({ form }) => form.ethnicity !== '01').length > 100)
})
