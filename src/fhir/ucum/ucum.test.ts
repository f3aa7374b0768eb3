import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalQuantity, convert, isUnit, unitName } from './index.ts'

test('one quantity has one canonical form, however it is written', () => {
  equal(canonicalQuantity(5500, 'umol/L')?.value, canonicalQuantity(5.5, 'mmol/L')?.value)
  equal(canonicalQuantity(1.1, 'mg/dL')?.value, canonicalQuantity(0.011, 'g/L')?.value)
  equal(canonicalQuantity(1, '{cells}/uL')?.unit, 'm-3')
  equal(canonicalQuantity(120, 'mm[Hg]')?.unit, 'g.m-1.s-2')
})

test('special units are converted by their scale', () => {
  equal(convert(98.6, '[degF]', 'Cel'), 37)
  equal(canonicalQuantity(37, 'Cel')?.value, 310.15)
  equal(convert(7.4, '[pH]', 'nmol/L')?.toFixed(1), '39.8')
  equal(convert(30, 'dB', '1'), 1000)
  equal(convert(1, 'Cel/min', 'K/min'), 1)
  equal(isUnit('[pH].m'), false)
})

test('arbitrary units meet only themselves', () => {
  equal(convert(5, 'k[IU]/L', '[iU]/mL'), 5)
  equal(convert(1, '[iU]', "[arb'U]"), undefined)
  equal(convert(1, '[iU]', 'g'), undefined)
  equal(canonicalQuantity(5, '[iU]/L')?.unit, '[iU].m-3')
})

test('what is no unit has no canonical form', () => {
  for (const code of [
    '',
    'mg/12h',
    'mmHg',
    'viên',
    '/',
    'm//s',
    '(m',
    '{a}m',
    '0',
    `${'('.repeat(50)}m`,
    'm'.repeat(500),
  ])
    equal(canonicalQuantity(1, code), undefined, code)
  equal(canonicalQuantity(1, '10*999.10*999'), undefined)
})

test('Oersted and other units whose definition begins with a number', () => {
  equal(convert(1, 'Oe', 'A/m')?.toFixed(5), '79.57747')
  equal(convert(1, '[S]', 's'), 1e-13)
  equal(unitName('mg/dL'), '(milligram) / (deciliter)')
})

test('any text is answered, and what is read converts to itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9[\](){}./*'-]{0,30}$/), (code) => {
      if (isUnit(code) && canonicalQuantity(3, code)) ok(Math.abs((convert(3, code, code) ?? 0) - 3) < 1e-6)
    }),
  )
})
