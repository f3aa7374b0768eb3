import { hasQpdf } from '#tests/support/pdf-a.ts'
import type { Printed } from './sheet.ts'

export interface FormRow {
  readonly code: string
  readonly title: string
  readonly statute: number | undefined
  readonly fields: number
  readonly cells: readonly string[]
  readonly red: readonly string[]
  /** Of the print with every question answered once. */
  readonly golden: string
}

export interface Outcome {
  readonly cell: string
  readonly faults: readonly string[]
}
export const good = (cell = 'yes'): Outcome => ({ cell, faults: [] })
export const bad = (fault: string): Outcome => ({ cell: '**no**', faults: [fault] })
export const printed = (one: Printed): Outcome =>
  one.faults.length === 0 ? good(String(one.pages)) : bad(one.faults.slice(0, 3).join('; '))

/** What a form went through over HTTP. */
export interface Life {
  readonly fills: Outcome
  readonly saves: Outcome
  readonly reopens: Outcome
  readonly extracts: Outcome
}
const unborn = bad('not reached')
export const unlived: Life = { fills: unborn, saves: unborn, reopens: unborn, extracts: unborn }

const heads = [
  ...['form', 'title', 'fields in the table of the statute', 'in the form'],
  ...['fills', 'saves', 're-opens identical', 'extracts'],
  ...['empty', '1 page', '≥ 2 pages', '≥ 10 pages', 'hostile texts', 'PDF/A-3b', 'golden'],
]

const lineOf = (row: FormRow): string =>
  `| ${row.code} | ${row.title} | ${row.statute ?? '–'} | ${row.fields || '–'} | ${row.cells.join(' | ')} |`

/** The table with the rows of some forms as they are now. */
export const withRows = (table: string, rows: readonly FormRow[]): string =>
  rows.reduce((text, row) => text.replace(new RegExp(`^\\| ${row.code} \\| .*$`, 'm'), () => lineOf(row)), table)

/** The table of docs/forms-proof.md. */
export function proofTable(rows: readonly FormRow[], all: number, day: string): string {
  const red = rows.filter((row) => row.red.length > 0)
  const count = rows.length < all ? `${rows.length} of ${all} forms so far` : `${all} forms`
  return `# Proof of the forms

Written by \`npm run soak -- forms\`, ${day}. ${count}, ${red.length} red.

Columns: how many fields the field table of the statute has and how many questions the form; a form is begun, saved, read
again and compared, and completed over HTTP on a real database (the figure: resources written to the chart); printed
empty, once with every question answered and every drawing drawn, on at least two and ten pages of answers, and with code
and markup in every text (the figure: pages). Of every print: each answer is found in its text, each page names patient and
record and its number, nothing runs over the edge or into the foot, signatures do not stand alone.
15/BV1 is written on the screen of the examination and TT26 on that of prescriptions; both are printed from the chart. Their
rows are proved over the routes of those screens; the figure of TT26 is its drugs.
PDF/A-3b: ${hasQpdf() ? '`qpdf --check` and ' : ''}own checks of identification, output intent, fonts, attachments and actions by ISO 19005-3
(\`tests/support/pdf-a.ts\`). veraPDF could not be had: conformance as such is not proved.
Golden: SHA-256 of the file for fixed answers (\`tests/forms/goldens.json\`): the same bytes are the same picture. No typeface
and no clock of the machine gets into a file. 15/BV1 and TT26 carry the address that they were stored at, so theirs is the
SHA-256 of what stands where. \`new\`: taken in this run, not compared.

| ${heads.join(' | ')} |
|${'---|'.repeat(heads.length)}
${rows.map(lineOf).join('\n')}
${red.length > 0 ? `\n## Red\n\n${red.map((row) => `- ${row.code}: ${row.red.join('; ')}`).join('\n')}\n` : ''}`
}
