import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Extension, QuestionnaireItem } from '@medplum/fhirtypes'
import { factSystem, readForm, sdcUrl } from '#fhir/sdc/index.ts'
import { validateResource } from '#fhir/validate.ts'
import { isDrawingKind } from '#kernel/drawing/index.ts'
import { slotRoles } from '#kernel/form-words.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { editionOn, shippedForms } from '#platform/forms/registry.ts'
import { structures } from '#store/definitions.ts'

interface Asked {
  readonly form: FormEdition
  readonly item: QuestionnaireItem
}

const below = (items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] =>
  items.flatMap((item) => [item, ...below(item.item ?? [])])

const forms = shippedForms().filter((form) => form.kind !== 'local' && form.questionnaire())
const asked: readonly Asked[] = forms.flatMap((form) =>
  below(form.questionnaire()?.item ?? []).map((item) => ({ form, item })),
)
const place = ({ form, item }: Asked) => `${form.code} ${item.linkId}`
const extensions = ({ item }: Asked, url: string): readonly Extension[] =>
  (item.extension ?? []).filter((one) => one.url === url)

describe('the statutory forms', () => {
  it('are all there: 29 records, 53 papers, 22 certificates and prescriptions', () => {
    const count = (pattern: RegExp) => forms.filter(({ code }) => pattern.test(code)).length
    assert.deepEqual(
      [count(/^\d\d\/BV1$/), count(/^\d\d\/BV2$/), count(/^TT25-/), count(/^TT(01|22|26|55)-/)],
      [29, 53, 13, 9],
    )
  })

  it('are valid R4 and ready to be filled in', () => {
    for (const form of forms) {
      const questionnaire = form.questionnaire()
      assert.ok(questionnaire)
      assert.deepEqual(validateResource(structures, questionnaire).issues, [], form.code)
      assert.deepEqual(readForm(questionnaire).faults, [], form.code)
    }
  })

  it('name only questions of their own in expressions, and of forms that their variables read', () => {
    const linkIds = ({ questionnaire }: (typeof forms)[number]) =>
      below(questionnaire()?.item ?? []).map(({ linkId }) => linkId)
    for (const form of forms) {
      const items = below(form.questionnaire()?.item ?? [])
      const variables = JSON.stringify(form.questionnaire()?.extension ?? [])
      const others = forms.filter((other) => variables.includes(`'urn:lanong:form:${other.form}|'`))
      const known = new Set([form, ...others].flatMap(linkIds))
      const text = JSON.stringify(items.map(({ extension }) => extension))
      const named = [...text.matchAll(/linkId ?= ?'([^']+)'/g)].map(([, linkId = '']) => linkId)
      assert.deepEqual(
        named.filter((linkId) => !known.has(linkId)),
        [],
        form.code,
      )
    }
  })

  it('ask the status of allergies, never their names, whether there are any', () => {
    const written = forms.flatMap((form) =>
      [...JSON.stringify(form.questionnaire()).matchAll(/"expression":"((?:[^"\\\\]|\\\\.)*)"/g)].map(
        ([, text = '']) => ({
          code: form.code,
          text,
        }),
      ),
    )
    const about = written.filter(({ text }) => /allerg/i.test(text.replace(/linkId ?= ?'[^']*'/g, '')))
    assert.ok(about.length > 10, 'forms ask about allergies')
    const right =
      /^%facts\.(allergies|allergyText)$|^(?!.*%facts\.(allergies|allergyText)|.*%allergies).*%facts\.allergyStatus = '(known|none|unasked)'/
    assert.deepEqual(
      about.filter(({ text }) => !right.test(text)),
      [],
    )
    const named = asked.filter(({ item }) => JSON.stringify(item.extension ?? []).includes('"%facts.allergies"'))
    assert.ok(named.length > 2)
    for (const one of named)
      assert.ok(one.item.enableWhen, `${place(one)} names allergies only where there are any`)
  })

  it('hang only on answers that can be given', () => {
    const options = new Map(
      asked.map((one) => [place(one), one.item.answerOption?.map(({ valueCoding }) => valueCoding?.code) ?? []]),
    )
    for (const { form, item } of asked)
      for (const { question, answerCoding } of item.enableWhen ?? [])
        if (answerCoding)
          assert.ok(
            options.get(`${form.code} ${question}`)?.includes(answerCoding.code),
            `${form.code} ${item.linkId}: ${question} = ${answerCoding.code}`,
          )
  })

  it('speak both languages', () => {
    const translated = (element: unknown) => JSON.stringify(element ?? '').includes('"valueCode":"en"')
    const isWord = (text: string) => /[A-Za-zÀ-ỹ]{2}/u.test(text)
    const foreign = (text: string) => /[À-ỹ]/u.test(text)
    for (const one of asked) {
      const { text = '', _text } = one.item as QuestionnaireItem & { _text?: unknown }
      assert.ok(text, `${place(one)} has no text`)
      assert.ok(!foreign(text) || translated(_text), `${place(one)} “${text}” has no English`)
      for (const { valueCoding } of one.item.answerOption ?? []) {
        const { display = '', _display } = (valueCoding ?? {}) as { display?: string; _display?: unknown }
        assert.ok(
          !(isWord(display) && foreign(display)) || translated(_display),
          `${place(one)}: option “${display}” has no English`,
        )
      }
    }
  })

  it('draw what the drawing editors know, ask lists that are there', () => {
    const { sets } = JSON.parse(
      readFileSync(new URL('../../data/rules/form-value-sets.json', import.meta.url), 'utf8'),
    ) as { sets: Readonly<Record<string, unknown>> }
    for (const one of asked) {
      for (const { valueCode = '' } of extensions(one, sdcUrl.drawing))
        assert.ok(isDrawingKind(valueCode), place(one))
      const list = one.item.answerValueSet?.replace('urn:lanong:vs:', '')
      if (list !== undefined) assert.ok(Object.hasOwn(sets, list), `${place(one)} asks ${list}`)
    }
  })

  it('mean the same by the same fact: one type, one scope, the same options', () => {
    // A longer text says the same as a line, a moment also its day.
    const sameAs: Readonly<Record<string, string>> = { text: 'string', dateTime: 'date' }
    const facts = new Map<string, { shape: string; from: string }>()
    for (const one of asked) {
      const fact = one.item.code?.find(({ system }) => system === factSystem)?.code
      if (fact === undefined) continue
      const { type, repeats = false, answerValueSet = '', answerOption = [] } = one.item
      const shape = JSON.stringify([
        sameAs[type] ?? type,
        repeats,
        answerValueSet,
        answerOption.map(({ valueCoding }) => valueCoding?.code),
        extensions(one, sdcUrl.unit).map(({ valueCoding }) => valueCoding?.code),
        extensions(one, sdcUrl.factScope).map(({ valueCode }) => valueCode),
      ])
      const before = facts.get(fact) ?? { shape, from: place(one) }
      facts.set(fact, before)
      assert.equal(shape, before.shape, `${fact}: ${before.from} and ${place(one)}`)
    }
    assert.ok(facts.size > 200, 'forms share facts')
  })

  it('are signed by people that the system knows', () => {
    for (const { code, slots } of forms) {
      assert.ok(slots.length > 0, code)
      assert.equal(new Set(slots.map(({ id }) => id)).size, slots.length, code)
      for (const { role } of slots) assert.ok((slotRoles as readonly string[]).includes(role), `${code} ${role}`)
    }
  })

  it('hold from their day on, the dead ones to their last day', () => {
    const on = (code: string, day: string) => editionOn(forms, code, day)?.validFrom
    assert.equal(on('52/BV2', '2025-06-30'), '2024-01-01')
    assert.equal(on('52/BV2', '2025-07-01'), undefined)
    assert.equal(on('53/BV2', '2025-07-01'), undefined)
    assert.equal(on('TT25-03', '2025-06-30'), undefined)
    assert.equal(on('TT25-03', '2025-07-01'), '2025-07-01')
    assert.equal(on('TT22-GCS', '2025-09-30'), undefined)
    assert.equal(on('TT55-PL1', '2026-03-01'), '2026-03-01')
  })
})
