import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import {
  formatAge,
  formatDateTime,
  formatDay,
  formatMoney,
  formatMrn,
  formatNumber,
  formatTime,
  parseDecimal,
} from './format.ts'
import { setTexts } from './translate.ts'

const texts = (language: 'vi' | 'en') =>
  JSON.parse(readFileSync(`data/messages/common.${language}.json`, 'utf8')) as Record<string, string>

before(() => setTexts('vi', texts('vi')))

test('days and times stand as they are written in Viet Nam, by its clock', () => {
  assert.equal(formatDay('2026-11-23'), '23/11/2026')
  assert.equal(formatDay('1959'), '1959')
  assert.equal(formatDateTime('2026-11-23T18:30:00Z'), '24/11/2026 01:30')
  assert.equal(formatTime('2026-11-23T03:42:07Z'), '10:42')
  assert.equal(formatDay(undefined), '–')
})

test('figures keep the digits they were written with', () => {
  assert.equal(formatNumber('7.0'), '7,0')
  assert.equal(formatNumber('0.50'), '0,50')
  assert.equal(formatNumber(12345), '12.345')
  assert.equal(formatNumber('-2'), '−2')
  assert.equal(formatMoney(141_200), '141.200 đ')
  assert.equal(formatMrn('0260184337'), '0260 184 337')
})

test('a typed number may have a comma or a point', () => {
  assert.equal(parseDecimal('7,0'), '7.0')
  assert.equal(parseDecimal(' 36.5 '), '36.5')
  assert.equal(parseDecimal(',5'), '0.5')
  assert.equal(parseDecimal('38,'), '38')
  assert.equal(parseDecimal('3,5,1'), undefined)
  assert.equal(parseDecimal('12a'), undefined)
})

test('age: days under 28 days, months under 36 months, else years', () => {
  assert.equal(formatAge('2026-11-01', '2026-11-28'), '27 ngày tuổi')
  assert.equal(formatAge('2026-11-01', '2026-11-29'), '28 ngày tuổi')
  assert.equal(formatAge('2024-01-31', '2026-11-30'), '34 tháng tuổi')
  assert.equal(formatAge('1972-09-02', '2026-11-23'), '54 tuổi')
  assert.equal(formatAge('2021-01-01', '2026-11-23', 72), '70 tháng tuổi')
  assert.equal(formatAge('1959', '2026-11-23'), 'khoảng 67 tuổi')
})

test('English counts one and many', async () => {
  await setTexts('en', texts('en'))
  assert.equal(formatAge('2025-11-23', '2026-11-23', 12), '1 year old')
  assert.equal(formatNumber('7.0'), '7.0')
  await setTexts('vi', texts('vi'))
})
