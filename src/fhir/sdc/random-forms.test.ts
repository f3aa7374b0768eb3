import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { ask, blank, group, questionnaire } from '#tests/support/questionnaires.ts'
import { canonicalJson, parseJson } from '../json.ts'
import { cleanResponse } from './clean-text.ts'
import { compileForm, type Form } from './compile-form.ts'
import { Filling } from './filling.ts'
import { validateResponse } from './validate-response.ts'

/** Items of the same shape for the form and for what is written in it. */
interface Both {
  readonly item: QuestionnaireItem
  readonly given: readonly QuestionnaireResponseItem[]
}

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    '<img src=x onerror=alert(1)>',
    '#{read("/etc/passwd")}',
    '{{7*7}}',
    '\\evil{}',
    "' or 1=1 --",
    '😀👩‍⚕️',
    'مرحبا',
  ),
  fc.constantFrom('Nguyễn Thị Ánh', 'Đặng Hữu Phước').map((text) => text.normalize('NFD')),
  fc
    .tuple(fc.string(), fc.constantFrom('\u0000', '\u001b[2J', '\u202e', '\ufeff', '\r\n'))
    .map((parts) => `x${parts.join('')}y`),
)

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))

type Question = readonly [QuestionnaireItem['type'], fc.Arbitrary<object>]
const questions: readonly Question[] = [
  ['string', nasty.map((valueString) => ({ valueString }))],
  ['text', nasty.map((valueString) => ({ valueString }))],
  ['integer', fc.integer({ min: -1000, max: 1000 }).map((valueInteger) => ({ valueInteger }))],
  [
    'decimal',
    fc
      .tuple(fc.nat(999), fc.nat(999))
      .map(([whole, part]) => parseJson(`{"valueDecimal":${whole}.${String(part).padStart(3, '0')}}`) as object),
  ],
  ['boolean', fc.boolean().map((valueBoolean) => ({ valueBoolean }))],
  ['date', day.map((valueDate) => ({ valueDate }))],
  ['dateTime', day.map((on) => ({ valueDateTime: `${on}T23:59:59+07:00` }))],
  ['open-choice', nasty.map((valueString) => ({ valueString }))],
]

let count = 0
const question: fc.Arbitrary<Both> = fc.constantFrom(...questions).chain(([type, value]) =>
  fc.tuple(fc.boolean(), fc.array(value, { maxLength: 3 })).map(([repeats, answers]) => {
    const linkId = `q${count++}`
    const answer = repeats ? answers : answers.slice(0, 1)
    return {
      item: ask(linkId, type, repeats ? { repeats } : {}),
      given: answer.length > 0 ? [{ linkId, answer }] : [],
    }
  }),
)

const groups = (inner: fc.Arbitrary<Both>): fc.Arbitrary<Both> =>
  fc
    .tuple(fc.array(inner, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.integer({ min: 0, max: 12 }))
    .map(([parts, repeats, rows]) => {
      const linkId = `g${count++}`
      const item = parts.flatMap(({ given }) => given)
      const one = { linkId, ...(item.length > 0 ? { item } : {}) }
      const given = repeats ? Array.from({ length: rows }, () => one) : item.length > 0 ? [one] : []
      return {
        item: group(
          linkId,
          parts.map((part) => part.item),
          repeats ? { repeats } : {},
        ),
        given,
      }
    })

const forms = fc.array(groups(fc.oneof({ weight: 4, arbitrary: question }, groups(question))), {
  minLength: 1,
  maxLength: 5,
})

test('any form: what is saved, read and saved again is the same, every row of it', () => {
  fc.assert(
    fc.property(forms, (parts) => {
      const form = compileForm(questionnaire(parts.map(({ item }) => item)))
      const sent = cleanResponse(blank(parts.flatMap(({ given }) => [...given])))
      const saved = new Filling(form, sent)
      assert.deepEqual(saved.strays, [])
      const stored = canonicalJson(saved.response())
      const read = new Filling(form, parseJson(stored) as never)
      assert.equal(canonicalJson(read.response()), stored)
      assert.equal(stored, canonicalJson(withoutEmpty(sent, repeatingGroups(form))))
      assert.equal(stored, stored.normalize('NFC'))
      assert.deepEqual(validateResponse(form, saved.response(), {}, { complete: false }), [])
    }),
    { numRuns: 150, seed: 20_261_122 },
  )
})

test('any form: rows that are added and taken away leave the others as they were', () => {
  fc.assert(
    fc.property(forms, fc.nat(20), (parts, pick) => {
      const form = compileForm(questionnaire(parts.map(({ item }) => item)))
      const filling = new Filling(form, cleanResponse(blank(parts.flatMap(({ given }) => [...given]))))
      const before = canonicalJson(filling.response())
      const repeating = form.items.filter(({ repeats }) => repeats)
      const chosen = repeating[pick % Math.max(repeating.length, 1)]
      if (!chosen) return
      const rows = filling.rows(chosen.linkId).length
      filling.addRow(chosen.linkId, [], pick % (rows + 1))
      assert.equal(filling.rows(chosen.linkId).length, rows + 1)
      filling.removeRow(`${chosen.linkId}@${pick % (rows + 1)}`)
      assert.equal(canonicalJson(filling.response()), before)
    }),
    { numRuns: 100, seed: 7 },
  )
})

/** What lost all it held to the cleaning is not there; rows of a repeating group always are. */
function withoutEmpty<T extends { item?: QuestionnaireResponseItem[] }>(owner: T, rows: ReadonlySet<string>): T {
  const { item, ...rest } = owner
  const kept = (item ?? [])
    .map((one) => withoutEmpty(one, rows))
    .filter((one) => one.answer || one.item || rows.has(one.linkId))
  return (kept.length > 0 ? { ...rest, item: kept } : rest) as T
}

function repeatingGroups(form: Form): ReadonlySet<string> {
  const all = [...form.byLinkId.values()]
  return new Set(all.filter(({ type, repeats }) => type === 'group' && repeats).map(({ linkId }) => linkId))
}
