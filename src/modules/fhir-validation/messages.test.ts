import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { reasonTexts } from '#fhir/reason.ts'
import type { InvariantRow } from '#fhir/structure.ts'
import { issueKinds } from '#fhir/validate/issue.ts'
import { validateResource } from '#fhir/validate.ts'
import { textOfIssue } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import { readMessages } from '#platform/messages.ts'
import { structures } from '#store/definitions.ts'

const [en, vi] = [readMessages('en'), readMessages('vi')]
const places = (text: string) => text.replace(/\{(\w+)\}/g, '{{$1}}')

it('every fault has its text in both languages, the English one as the validator says it', () => {
  for (const [kind, [, text]] of Object.entries(issueKinds)) {
    assert.equal(en[`error.fhir.issue.${kind}`], places(text))
    assert.ok(vi[`error.fhir.issue.${kind}`], kind)
  }
})

it('every reason inside a fault too', () => {
  for (const [kind, text] of Object.entries(reasonTexts)) {
    assert.equal(en[`error.fhir.reason.${kind}`], places(text))
    assert.ok(vi[`error.fhir.reason.${kind}`], kind)
  }
})

it('the published rules that are translated say in English what the standard says', () => {
  const file = new URL('../../../data/fhir/r4/invariants.json', import.meta.url)
  const rows = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, InvariantRow[]>).flat()
  const published = new Set(rows.map(([key, , , human]) => `${key}: ${human}`))
  const told = Object.entries(en).filter(([key]) => key.startsWith('error.fhir.rule.'))
  assert.ok(told.length >= 100)
  for (const [key, text] of told) assert.ok(published.has(`${key.slice(16)}: ${text}`), key)
})

const profile = {
  resourceType: 'StructureDefinition',
  url: 'http://example.org/p',
  type: 'Patient',
  derivation: 'constraint',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  differential: {
    element: [
      {
        path: 'Patient',
        constraint: [
          { key: 'pat-1', severity: 'error', human: 'has two names.', expression: 'name.count() = 2' },
          { key: 'x-1', severity: 'error', human: 'cannot be read', expression: 'name.count(' },
        ],
      },
    ],
  },
}

function toldIn(language: 'vi' | 'en', resource: unknown): readonly (string | undefined)[] {
  const { issues } = validateResource(structures, resource, {
    full: true,
    profileOf: (url) => (url === profile.url ? profile : undefined),
  })
  const told = textOfIssue({ language } as Context)
  return issues.filter((one) => one.severity === 'error').map((one) => told(one))
}

const faulty = {
  resourceType: 'Patient',
  meta: { profile: ['http://example.org/p'] },
  birthDate: '2021-02-30',
  contact: [{ gender: 'male' }],
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><script/></div>' },
}

it('tells a reader of Vietnamese every reason in Vietnamese, and quotes what nobody translated', () => {
  const told = toldIn('vi', faulty)
  assert.deepEqual(told.slice(0, -1), [
    'không hợp lệ: ghi một ngày không có thật',
    'quy tắc pat-1 không đạt: Người liên hệ phải có chi tiết hoặc trỏ đến một tổ chức',
    'trái quy tắc txt-1: không được dùng thẻ <script>',
    'quy tắc pat-1 không đạt: “has two names”',
  ])
  assert.match(told.at(-1) ?? '', /^không kiểm tra được quy tắc x-1: Biểu thức FHIRPath không hợp lệ: “line: 1;/)
})
