import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FormSummary } from '../contract.ts'
import { findForms } from './find-forms.ts'

const form = (code: string, title: string): FormSummary => ({
  form: code.replace('/', '-'),
  code,
  title,
  titleEn: '',
  kind: 'paper',
  validFrom: '2024-01-01',
  verified: false,
  source: '',
  own: false,
})
const forms = [
  form('29/BV1', 'Bệnh án phục hồi chức năng'),
  form('29/BV2', 'Phiếu khám bệnh vào viện'),
  form('09/BV2', 'Phiếu xét nghiệm'),
  form('TT25-02', 'Giấy ra viện'),
]
const codes = (query: string) => findForms(forms, query).map(({ code }) => code)

it('finds a form by its code as one types it, the very code first', () => {
  assert.deepEqual(codes('29bv2'), ['29/BV2'])
  assert.deepEqual(codes('29'), ['29/BV1', '29/BV2'])
  assert.deepEqual(codes('9/bv2'), ['29/BV2', '09/BV2'])
  assert.deepEqual(codes('TT25 02'), ['TT25-02'])
})

it('finds a form by words of its title without accents', () => {
  assert.deepEqual(codes('kham vao vien'), ['29/BV2'])
  assert.deepEqual(codes('giay RA'), ['TT25-02'])
  assert.deepEqual(codes('khong co'), [])
})

it('leaves the order of the server where nothing is typed', () => {
  assert.deepEqual(codes(''), ['29/BV1', '29/BV2', '09/BV2', 'TT25-02'])
})
