import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { documents } from '#modules/documents/index.ts'
import { exam } from '#modules/exam/index.ts'
import { forms } from '#modules/forms/index.ts'
import { orders } from '#modules/orders/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer, type Renderer } from '#platform/typst/renderer.ts'
import { type Ward, withWard } from '#tests/support/ward.ts'
import { giveKey } from '#tests/support/whole-app.ts'
import { chartPapers } from './chart-papers.ts'
import { formSheets } from './form-sheets.ts'
import { liveOnce } from './forms-life.ts'
import {
  bad,
  type FormRow,
  good,
  type Life,
  type Outcome,
  printed,
  proofTable,
  unlived,
  withRows,
} from './forms-table.ts'
import { hashOf, hostile, layoutHash, type MakeSheet, printOn, printOnce } from './sheet.ts'

const goldenFile = new URL('../forms/goldens.json', import.meta.url)
const tableFile = new URL('../../docs/forms-proof.md', import.meta.url)
const countsFile = new URL('../../data/forms/statute-counts.json', import.meta.url)
/** Rows as they are proved, for a run that was broken off. */
const rowsFile = fileURLToPath(new URL('../../var/forms-proof.jsonl', import.meta.url))

type Goldens = Readonly<Record<string, string>>
const readJson = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'))
export const readGoldens = (): Goldens => (existsSync(goldenFile) ? (readJson(goldenFile) as Goldens) : {})

/** Every form of the law. */
export const provenForms = (): FormEdition[] =>
  shippedForms().filter(
    (one) => one.kind !== 'local' && (one.questionnaire() !== undefined || chartPapers.has(one.code)),
  )

/** All answers of a form once: what goldens are made of. */
export const goldenAmount = { sentences: 1, rows: 1 } as const

const questions = (items: readonly QuestionnaireItem[] | undefined): number =>
  (items ?? []).reduce(
    (sum, one) => sum + (one.type === 'group' || one.type === 'display' ? 0 : 1) + questions(one.item),
    0,
  )

interface Proved {
  readonly edition: FormEdition
  readonly life: Life
  readonly make: MakeSheet
  readonly statute: number | undefined
  readonly golden: string | undefined
}

async function rowOf({ edition, life, make, statute, golden }: Proved): Promise<FormRow> {
  const one = await printOnce(make, goldenAmount)
  const prints = [
    await printOnce(make, undefined),
    one,
    await printOn(make, 2),
    await printOn(make, 10),
    await printOnce(make, { ...goldenAmount, hostile }),
  ]
  const archival = prints.flatMap(({ faults }) => faults.filter((fault) => /\(6\.|qpdf/.test(fault)))
  const made = chartPapers.has(edition.code) ? layoutHash(one.texts) : hashOf(one.pdf)
  const outcomes = [
    ...[life.fills, life.saves, life.reopens, life.extracts],
    ...prints.map(printed),
    archival.length === 0 ? good() : bad(archival[0] ?? ''),
    golden === undefined ? good('new') : golden === made ? good() : bad('another picture'),
  ]
  return {
    code: edition.code,
    title: edition.title.vi,
    statute,
    fields: questions(edition.questionnaire()?.item),
    cells: outcomes.map((outcome) => outcome.cell),
    red: outcomes.flatMap((outcome) => outcome.faults),
    golden: made,
  }
}

async function prove(ward: Ward, renderer: Renderer, edition: FormEdition, goldens: Goldens): Promise<FormRow> {
  const { forms: counts } = readJson(countsFile) as { forms: Record<string, { fields: number }> }
  const known = { statute: counts[edition.code]?.fields, golden: goldens[edition.code] }
  const make = chartPapers.get(edition.code)?.sheets(ward) ?? formSheets(renderer, edition)
  return rowOf({ edition, ...known, life: await lifeOf(ward, edition), make })
}

/** A hospital on a fresh database with a visit to write forms in. */
export const withFormsWard = (work: (ward: Ward) => Promise<void>): Promise<void> =>
  withWard([forms, documents, exam, orders, prescriptions], async (ward) => {
    await giveKey(ward.client)
    await work(ward)
  })

const lifeOf = (ward: Ward, edition: FormEdition): Promise<Life> =>
  (chartPapers.get(edition.code)?.live(ward) ?? liveOnce(ward, edition)).catch((error: unknown) => ({
    ...unlived,
    fills: bad(error instanceof Error ? error.message : String(error)),
  }))

/** What goes wrong in the life of each form; nothing, it is hoped. */
export async function lifeFaults(editions: readonly FormEdition[]): Promise<string[]> {
  const faults: string[] = []
  await withFormsWard(async (ward) => {
    for (const edition of editions) {
      const outcomes = Object.values(await lifeOf(ward, edition)) as Outcome[]
      faults.push(...outcomes.flatMap((one) => one.faults.map((fault) => `${edition.code}: ${fault}`)))
    }
  })
  return faults
}

/** Proves forms on a fresh database, telling each row as it is done. */
export async function formsRun(
  editions: readonly FormEdition[],
  goldens: Goldens,
  done: (row: FormRow) => void = () => undefined,
): Promise<FormRow[]> {
  const rows: FormRow[] = []
  const renderer = createRenderer(formsFolder)
  try {
    await withFormsWard(async (ward) => {
      for (const edition of editions) {
        const row = await prove(ward, renderer, edition, goldens)
        rows.push(row)
        done(row)
      }
    })
  } finally {
    renderer.close()
  }
  return rows
}

const told = (row: FormRow): string =>
  `${row.code}: ${row.red.length > 0 ? `RED ${row.red.join('; ')}` : row.cells.join(', ')}`

/** Rows of a run that was broken off. */
function keptRows(): FormRow[] {
  if (!existsSync(rowsFile)) return []
  const lines = readFileSync(rowsFile, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as FormRow)
}

const writeTable = (rows: readonly FormRow[], all: readonly FormEdition[]) => {
  const order = (row: FormRow) => all.findIndex((one) => one.code === row.code)
  const sorted = [...rows].sort((a, b) => order(a) - order(b))
  writeFileSync(tableFile, proofTable(sorted, all.length, new Date().toISOString().slice(0, 10)))
}

/** Takes what was printed as the goldens of these forms; those of others stay. */
const renewGoldens = (rows: readonly FormRow[]) => {
  const all = { ...readGoldens(), ...Object.fromEntries(rows.map((row) => [row.code, row.golden])) }
  const sorted = Object.entries(all).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(goldenFile, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`)
}

/**
 * The whole proof, or that of some forms, whose rows take their places in the table. It is written as it goes: `resume` goes on with a run that was broken
 * off, `renew` takes what is printed now as the goldens.
 */
export async function proveForms(words: readonly string[], tell: (line: string) => void): Promise<boolean> {
  const named = words.filter((word) => word !== 'resume' && word !== 'renew')
  const all = provenForms()
  const goldens = words.includes('renew') ? {} : readGoldens()
  const isRed = (row: FormRow) => row.red.length > 0
  if (named.length > 0) {
    const chosen = all.filter((one) => named.includes(one.code))
    const rows = await formsRun(chosen, goldens, (row) => tell(told(row)))
    if (words.includes('renew')) renewGoldens(rows)
    const green = rows.filter((row) => !isRed(row))
    if (existsSync(tableFile)) writeFileSync(tableFile, withRows(readFileSync(tableFile, 'utf8'), green))
    return rows.length === named.length && !rows.some(isRed)
  }
  const rows = words.includes('resume') ? keptRows().filter((row) => !isRed(row)) : []
  mkdirSync(dirname(rowsFile), { recursive: true })
  writeFileSync(rowsFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const left = all.filter((one) => !rows.some((row) => row.code === one.code))
  await formsRun(left, goldens, (row) => {
    rows.push(row)
    appendFileSync(rowsFile, `${JSON.stringify(row)}\n`)
    writeTable(rows, all)
    tell(told(row))
  })
  if (words.includes('renew') || Object.keys(goldens).length === 0) renewGoldens(rows)
  tell(`${rows.length} forms, ${rows.filter(isRed).length} red`)
  return !rows.some(isRed)
}
