import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import type { CompletedFill, FillView } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import { forms } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer, type Renderer } from '#platform/typst/renderer.ts'
import { commit } from '#store/commit.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { hasQpdf } from '#tests/support/pdf-a.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import { hostile, type Printed, printOn, printOnce } from './forms-print.ts'

const goldenFile = new URL('../forms/goldens.json', import.meta.url)
const tableFile = new URL('../../docs/forms-proof.md', import.meta.url)
const countsFile = new URL('../../data/forms/statute-counts.json', import.meta.url)

export interface FormRow {
  readonly code: string
  readonly title: string
  readonly statute: number | undefined
  readonly fields: number
  readonly cells: readonly string[]
  readonly red: readonly string[]
}

/** Forms of the law, with their questionnaire. */
export const provenForms = (): FormEdition[] =>
  shippedForms().filter((one) => one.kind !== 'local' && one.questionnaire() !== undefined)

const questions = (items: readonly QuestionnaireItem[] | undefined): number =>
  (items ?? []).reduce(
    (sum, one) => sum + (one.type === 'group' || one.type === 'display' ? 0 : 1) + questions(one.item),
    0,
  )

interface Outcome {
  readonly cell: string
  readonly faults: readonly string[]
}
const good = (cell = 'yes'): Outcome => ({ cell, faults: [] })
const bad = (fault: string): Outcome => ({ cell: '**no**', faults: [fault] })

interface Life {
  readonly fills: Outcome
  readonly saves: Outcome
  readonly reopens: Outcome
  readonly extracts: Outcome
}
const unborn = bad('not reached')

/** Begins, saves, reads again and completes a form through the routes that the screens use. */
async function liveOnce(
  client: TestClient,
  ctx: Context,
  encounterId: string,
  edition: FormEdition,
): Promise<Life> {
  const life = { fills: unborn, saves: unborn, reopens: unborn, extracts: unborn }
  const begun = await client.send('POST', '/api/fills', {
    body: { id: uuidv7(), form: edition.form, encounterId },
  })
  if (begun.status !== 200) return { ...life, fills: bad(begun.text.slice(0, 200)) }
  const fill = begun.body as FillView
  const found = await findEdition(ctx, fill.form, fill.on)
  const blank = fill.response as unknown as QuestionnaireResponse
  const filled = fillRequired(formOf(found), blank, fill.environment)
  const filling = new Filling(formOf(found), filled, fill.environment)
  // The visit of the tests began after the day that filled-in answers name.
  if (filling.answers('stay.dischargedAt').length > 0)
    filling.set('stay.dischargedAt', [{ valueDateTime: '2027-01-31T08:30:00+07:00' }])
  const response = filling.asked()
  life.fills = good()
  const path = `/api/fills/${fill.id}`
  const saved = await client.send('PUT', path, { body: { version: fill.version, response } })
  if (saved.status !== 200) return { ...life, saves: bad(saved.text.slice(0, 200)) }
  life.saves = good()
  const opened = (await client.send('GET', path)).body as FillView
  const same = JSON.stringify(itemsOf(opened)) === JSON.stringify(response.item)
  life.reopens = same ? good() : bad('what is read differs from what was saved')
  const done = await client.send('POST', `${path}/complete`, {
    body: { version: opened.version, response: opened.response },
  })
  if (done.status !== 200) return { ...life, extracts: bad(done.text.slice(0, 300)) }
  return { ...life, extracts: good(String((done.body as CompletedFill).extracted)) }
}

const itemsOf = (fill: FillView) => (fill.response as unknown as QuestionnaireResponse).item

const printed = (one: Printed): Outcome =>
  one.faults.length === 0 ? good(String(one.pages)) : bad(one.faults.slice(0, 3).join('; '))

async function printsOf(renderer: Renderer, edition: FormEdition) {
  const [empty, one] = [
    await printOnce(renderer, edition, undefined),
    await printOnce(renderer, edition, { sentences: 1, rows: 1 }),
  ]
  const [two, ten] = [await printOn(renderer, edition, 2), await printOn(renderer, edition, 10)]
  const attacked = await printOnce(renderer, edition, { sentences: 1, rows: 1, hostile })
  return { empty, one, two, ten, attacked }
}

async function rowOf(
  renderer: Renderer,
  edition: FormEdition,
  life: Life,
  known: { readonly statute: number | undefined; readonly golden: string | undefined },
  goldens: Record<string, string>,
): Promise<FormRow> {
  const prints = await printsOf(renderer, edition)
  const { sha256 } = prints.one
  goldens[edition.code] = sha256
  const archival = Object.values(prints).flatMap((one) => one.faults.filter((fault) => /\(6\.|qpdf/.test(fault)))
  const golden =
    known.golden === undefined ? good('new') : known.golden === sha256 ? good() : bad('another picture')
  const outcomes = [
    ...[life.fills, life.saves, life.reopens, life.extracts],
    ...[prints.empty, prints.one, prints.two, prints.ten, prints.attacked].map(printed),
    archival.length === 0 ? good() : bad(archival[0] ?? ''),
    golden,
  ]
  return {
    code: edition.code,
    title: edition.title.vi,
    statute: known.statute,
    fields: questions(edition.questionnaire()?.item),
    cells: outcomes.map((one) => one.cell),
    red: outcomes.flatMap((one) => one.faults),
  }
}

const heads =
  '| form | title | fields in the table of the statute | in the form | fills | saves | re-opens identical | extracts | empty | 1 page | ≥ 2 pages | ≥ 10 pages | hostile texts | PDF/A-3b | golden |'

/** The table of docs/forms-proof.md. */
export function proofTable(rows: readonly FormRow[], day: string): string {
  const lines = rows.map(
    (row) => `| ${row.code} | ${row.title} | ${row.statute ?? '–'} | ${row.fields} | ${row.cells.join(' | ')} |`,
  )
  const red = rows.filter((row) => row.red.length > 0)
  return `# Proof of the forms

Written by \`npm run soak -- forms\`, ${day}. ${rows.length} forms, ${red.length} red.

Columns: how many fields the field table of the statute has and how many questions the form; a form is begun, saved, read
again and compared, and completed over HTTP on a real database (the figure: resources written to the chart); printed
empty, once with every question answered, on at least two and ten pages of answers, and with code and markup in every text
(the figure: pages). Of every print: each answer is found in its text, each page names patient and record and its number,
nothing runs over the edge, signatures do not stand alone.
PDF/A-3b: ${hasQpdf() ? '`qpdf --check` and ' : ''}own checks of identification, output intent, fonts, attachments and actions by ISO 19005-3
(\`tests/support/pdf-a.ts\`). veraPDF could not be had: conformance as such is not proved.
Golden: SHA-256 of the file for fixed answers (\`tests/forms/goldens.json\`): the same bytes are the same picture.

${heads}
|${'---|'.repeat(15)}
${lines.join('\n')}
${red.length > 0 ? `\n## Red\n\n${red.map((row) => `- ${row.code}: ${row.red.join('; ')}`).join('\n')}\n` : ''}`
}

/** Proves forms on a fresh database. */
export async function formsRun(
  editions: readonly FormEdition[],
  tell: (line: string) => void = () => undefined,
): Promise<{ rows: FormRow[]; goldens: Record<string, string> }> {
  const { forms: counts } = JSON.parse(readFileSync(countsFile, 'utf8')) as {
    forms: Record<string, { fields: number }>
  }
  const before: Record<string, string> = existsSync(goldenFile) ? JSON.parse(readFileSync(goldenFile, 'utf8')) : {}
  const rows: FormRow[] = []
  const goldens: Record<string, string> = {}
  const renderer = createRenderer(formsFolder)
  await withServer([forms, documents], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const name = 'Bệnh viện Đa khoa Ngàn Phố'
    await commit(ctx, [{ kind: 'create', id: 'facility', resource: { resourceType: 'Organization', name } }])
    const { encounterId } = await givenVisit(ctx)
    for (const edition of editions) {
      const life = await liveOnce(client, ctx, encounterId, edition)
      const known = { statute: counts[edition.code]?.fields, golden: before[edition.code] }
      const row = await rowOf(renderer, edition, life, known, goldens)
      rows.push(row)
      if (row.red.length > 0) tell(`${row.code}: ${row.red.join('; ')}`)
    }
  })
  renderer.close()
  return { rows, goldens }
}

/** The whole proof; writes the table and, where there are none yet, the goldens. */
export async function proveForms(tell: (line: string) => void): Promise<boolean> {
  const { rows, goldens } = await formsRun(provenForms(), tell)
  writeFileSync(tableFile, proofTable(rows, new Date().toISOString().slice(0, 10)))
  if (!existsSync(goldenFile)) writeFileSync(goldenFile, `${JSON.stringify(goldens, null, 2)}\n`)
  const red = rows.filter((row) => row.red.length > 0)
  tell(`${rows.length} forms, ${red.length} red`)
  return red.length === 0
}
