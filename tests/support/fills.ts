import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import {
  type Answer,
  extensionValue,
  Filling,
  type Form,
  type FormItem,
  type Key,
  missingOf,
  sdcUrl,
} from '#fhir/sdc/index.ts'

/** Something that fits a question, for filling in whole forms. */
export function someAnswer(item: FormItem): Answer {
  const least = numberOf(extensionValue(item.raw, sdcUrl.minValue))
  const option = item.raw.answerOption?.[0]
  if (option?.valueCoding) return { valueCoding: { ...option.valueCoding } }
  if (option) return { valueString: option.valueString ?? '' }
  const made: Readonly<Record<string, Answer>> = {
    boolean: { valueBoolean: true },
    integer: { valueInteger: Math.max(least ?? 1, 1) },
    decimal: { valueDecimal: Math.max(least ?? 1, 1) },
    date: { valueDate: '2026-11-22' },
    dateTime: { valueDateTime: '2026-11-22T08:30:00+07:00' },
    time: { valueTime: '08:30:00' },
    quantity: { valueQuantity: { value: 1 } },
    reference: { valueReference: { display: 'BS. Lê Hữu Trác' } },
    attachment: { valueAttachment: { contentType: 'image/png', data: 'AAAA' } },
    url: { valueUri: 'urn:lanong:test' },
  }
  if (item.raw.answerValueSet === 'urn:lanong:vs:icd10-vn')
    return { valueCoding: { system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10', display: 'Tăng huyết áp' } }
  return made[item.type] ?? { valueString: `Bình thường (${item.linkId})` }
}

/** Answers that rules of a form want in a shape of their own: codes, weights, days after the visit of the tests. */
export const shapedAnswers: Readonly<Record<Key, Answer>> = {
  'head.birthCode': { valueString: '01ZZ1.GCS.00001.26' },
  'child.baby.weight@0': { valueInteger: 3100 },
  'receipt.dueOn': { valueDate: '2030-01-01' },
  'content.on': { valueDate: '2030-01-01' },
  'content.to': { valueDate: '2030-01-01' },
  'stay.dischargedAt': { valueDateTime: '2030-01-01T08:00:00+07:00' },
}

const itemOf = (form: Form, key: Key): FormItem | undefined => form.byLinkId.get(key.replace(/@[\d.]+$/, ''))

/** Answers everything that must be answered, rows included; a question that comes up by that is answered too. */
export function fillRequired(
  form: Form,
  response: QuestionnaireResponse,
  environment: Readonly<Record<string, unknown>>,
): QuestionnaireResponse {
  const filling = new Filling(form, response, environment)
  for (let round = 0; round < 20; round++) {
    const missing = missingOf(filling)
    if (missing.length === 0) break
    for (const { linkId, path } of missing) {
      const item = itemOf(form, linkId)
      if (!item) continue
      if (item.type !== 'group') filling.set(path, [someAnswer(item)])
      else if (item.repeats) filling.addRow(linkId)
      else answerFirst(filling, item)
    }
  }
  return filling.response()
}

function answerFirst(filling: Filling, group: FormItem): void {
  const question = group.items.find(({ type, readOnly }) => type !== 'group' && type !== 'display' && !readOnly)
  if (question) filling.set(question.linkId, [someAnswer(question)])
}
