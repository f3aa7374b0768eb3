import type { QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import { extensionOf, Filling, type Form, sdcUrl } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { CompletedFill, FillView } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { sampleDrawing } from '#tests/support/drawings.ts'
import { fillRequired, shapedAnswers } from '#tests/support/fills.ts'
import { asSent, signAllRows } from '#tests/support/sign-rows.ts'
import type { Ward } from '#tests/support/ward.ts'
import { bad, good, type Life, unlived } from './forms-table.ts'

const itemsOf = (fill: FillView) => (fill.response as unknown as QuestionnaireResponse).item
const kindOf = (raw: QuestionnaireItem) => extensionOf(raw, sdcUrl.drawing)?.valueCode

/** Draws in every drawing of a form; its picture is the server's. */
function draw(form: Form, filling: Filling): string[] {
  const drawn = [...form.byLinkId.values()].flatMap(({ linkId, raw }) => {
    const kind = kindOf(raw)
    return kind === undefined ? [] : [{ linkId, kind }]
  })
  for (const { linkId, kind } of drawn)
    filling.set(`${linkId}.data`, [{ valueString: sampleDrawing(kind, 'mới', 'sẹo cũ').data }])
  return drawn.map(({ linkId }) => `${linkId}.picture`)
}

/** Answers what must be answered, and draws. */
function fill(form: Form, begun: FillView) {
  const blank = begun.response as unknown as QuestionnaireResponse
  const filling = new Filling(form, fillRequired(form, blank, begun.environment), begun.environment)
  for (const [key, answer] of Object.entries(shapedAnswers)) filling.set(key, [answer])
  const pictures = draw(form, filling)
  return { response: filling.asked(), pictures }
}

const told = (answer: { text: string }) => bad(answer.text.slice(0, 300))

/** What was saved without the pictures that the server draws. */
function withoutPictures(form: Form, begun: FillView, read: FillView, pictures: readonly string[]) {
  const again = new Filling(form, read.response as unknown as QuestionnaireResponse, begun.environment)
  for (const picture of pictures) again.set(picture, [])
  return JSON.stringify(asSent(pictures.length > 0 ? again.asked().item : itemsOf(read)))
}

/** Begins, saves, reads again and completes a form through the routes that the screens use. */
export async function liveOnce(ward: Ward, edition: FormEdition): Promise<Life> {
  const { client, ctx, encounterId } = ward
  const begun = await client.send('POST', '/api/fills', {
    body: { id: uuidv7(), form: edition.form, encounterId, ...(edition.validTo ? { on: edition.validTo } : {}) },
  })
  if (begun.status !== 200) return { ...unlived, fills: told(begun) }
  const first = begun.body as FillView
  const form = formOf(await findEdition(ctx, first.form, first.on))
  const { response, pictures } = fill(form, first)
  const life = { ...unlived, fills: good() }
  const path = `/api/fills/${first.id}`
  const saved = await client.send('PUT', path, { body: { version: first.version, response } })
  if (saved.status !== 200) return { ...life, saves: told(saved) }
  const read = (await client.send('GET', path)).body as FillView
  const same = withoutPictures(form, first, read, pictures) === JSON.stringify(asSent(response.item))
  const reopens = same ? good() : bad('what is read differs from what was saved')
  const { version, response: signed } = await signAllRows(client, first.id)
  const done = await client.send('POST', `${path}/complete`, { body: { version, response: signed } })
  const { extracted, paperId } = done.body as Partial<CompletedFill>
  const extracts = done.status === 200 && paperId ? good(String(extracted)) : told(done)
  return { ...life, saves: good(), reopens, extracts }
}
