import { createHash } from 'node:crypto'
import { pageCount } from '#platform/pdf/stamp.ts'
import { showable } from '#platform/typst/printable.ts'
import type { HowMuch } from '#tests/support/form-answers.ts'
import { pdfaFaults } from '#tests/support/pdf-a.ts'
import { type PageText, pdfPages } from '#tests/support/pdf-text.ts'

/** Where a signature is awaited: page, and points from the top of it. */
export interface SignaturePlace {
  readonly page: number
  readonly y: number
}

/** One printed paper and what must be found on it. */
export interface Sheet {
  readonly pdf: Buffer
  readonly places: readonly SignaturePlace[]
  /** How many places the form has. */
  readonly expected: number
  /** Words that stand nowhere else. */
  readonly words: readonly string[]
  /** At the foot of every page. */
  readonly patient: string
  readonly record: string
}

/** Prints a form with so much written in it; empty when nothing is told. */
export type MakeSheet = (much: HowMuch | undefined) => Promise<Sheet>

/** What stands in every text field, to be found as it is. */
export const hostile =
  '#read("/etc/passwd") #{panic()} $x^2$ \\u{41} @ref <label> *b* _i_ `raw` = tiêu đề <b onclick="x()">h</b> &amp; {{7*7}} 😀 שלום مرحبا \u202eabc Nguye\u0302\u0303n'

export interface Printed {
  readonly pages: number
  readonly faults: readonly string[]
  readonly pdf: Buffer
  readonly texts: readonly PageText[]
}

const sheetHeight = 842
/** Nothing may stand nearer to the right edge, points. */
const rightEdge = 595 - 30

/** Every text as one line of letters: rows, columns and lines break them anywhere. */
export const squeezed = (text: string): string => text.replace(/\s+/g, '')

/** The signatures stand with something of the paper: text above them that is neither theirs nor the foot. */
function standsAlone({ places }: Sheet, pages: readonly PageText[]): boolean {
  const first = places[0]
  if (!first) return false
  const top = sheetHeight - first.y
  // Title, note and date line of the places reach up to 30 mm above their fields.
  const above = pages[first.page - 1]?.items.filter((one) => one.y > top + 40 && one.text.trim() !== '') ?? []
  return above.length === 0
}

/** Text of the paper in or below the line of the foot, which is the lowest one that counts the pages. */
function runsIntoFoot({ items }: PageText): boolean {
  const foot = Math.min(...items.filter((one) => one.text.startsWith('Trang ')).map((one) => one.y))
  return items.some((one) => one.text.trim() !== '' && one.y < foot + 8 && Math.abs(one.y - foot) > 1)
}

function pageFaults(sheet: Sheet, page: PageText, number: number, count: number): string[] {
  const foot = squeezed(`${sheet.patient.toUpperCase()} · Số hồ sơ ${sheet.record}`)
  const beyond = page.items.some((one) => one.text.trim() !== '' && one.x + one.width > rightEdge)
  return [
    ...(squeezed(page.text).includes(foot) ? [] : [`page ${number} does not name patient and record`]),
    ...(page.text.includes(`Trang ${number}/${count}`) ? [] : [`page ${number} is not numbered`]),
    ...(beyond ? [`page ${number} runs over the edge`] : []),
    ...(runsIntoFoot(page) ? [`page ${number} runs into its foot`] : []),
  ]
}

/** Everything that is wrong with a printed paper. */
export async function lookAt(sheet: Sheet, much: HowMuch | undefined): Promise<Printed> {
  const texts = await pdfPages(sheet.pdf)
  const whole = squeezed(texts.map((page) => page.text).join('')).toLowerCase()
  const faults = sheet.words.filter((word) => !whole.includes(word.toLowerCase())).map((word) => `lost: ${word}`)
  const attack = much?.hostile ? squeezed(showable(much.hostile)).toLowerCase().slice(0, 40) : ''
  if (sheet.words.length > 0 && !whole.includes(attack)) faults.push('lost: the hostile text')
  for (const [at, page] of texts.entries()) faults.push(...pageFaults(sheet, page, at + 1, texts.length))
  if (sheet.places.length !== sheet.expected)
    faults.push(`${sheet.places.length} places for ${sheet.expected} signatures`)
  if (standsAlone(sheet, texts)) faults.push('the signatures stand alone')
  faults.push(...pdfaFaults(sheet.pdf))
  return { pages: texts.length, faults, pdf: sheet.pdf, texts }
}

/** Prints once and says everything that is wrong with the paper. */
export const printOnce = async (make: MakeSheet, much: HowMuch | undefined): Promise<Printed> =>
  lookAt(await make(much), much)

/** Prints on at least so many pages: more sentences and rows until they are full; only the last print is looked at. */
export async function printOn(make: MakeSheet, pages: number): Promise<Printed> {
  let much: HowMuch = { sentences: 1, rows: 1 }
  let sheet = await make(much)
  let before = 0
  for (let round = 0; round < 16; round++) {
    const has = pageCount(sheet.pdf)
    if (has >= pages) return lookAt(sheet, much)
    // Rows hold texts, so pages grow by both at once.
    const factor = Math.min(2.5, Math.max(1.4, Math.sqrt((1.1 * pages) / has)))
    much = {
      sentences: Math.ceil(much.sentences * factor),
      rows: Math.ceil(much.rows * factor),
      // What holds no long text and no rows is filled by its lines.
      everywhere: much.everywhere === true || has === before,
    }
    before = has
    sheet = await make(much)
  }
  return { pages: 0, faults: [`cannot be filled to ${pages} pages`], pdf: sheet.pdf, texts: [] }
}

export const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** What stands where, for papers whose bytes carry the address that they were stored at. */
export function layoutHash(texts: readonly PageText[]): string {
  const tenths = (value: number) => Math.round(value * 10)
  return hashOf(
    texts
      .flatMap((page, at) => page.items.map(({ text, x, y }) => `${at} ${tenths(x)} ${tenths(y)} ${text}`))
      .join('\n'),
  )
}
