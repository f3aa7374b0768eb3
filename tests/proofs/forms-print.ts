import type { FormEdition } from '#platform/forms/edition.ts'
import type { Mark } from '#platform/typst/job.ts'
import { showable } from '#platform/typst/printable.ts'
import type { Renderer } from '#platform/typst/renderer.ts'
import { generateAnswers, type HowMuch } from '#tests/support/form-answers.ts'
import { hashOf, paperPatient, paperRecord, printForm } from '#tests/support/form-paper.ts'
import { pdfaFaults } from '#tests/support/pdf-a.ts'
import { pdfPages } from '#tests/support/pdf-text.ts'

/** Every text as one line of letters: rows, columns and lines break them anywhere. */
const squeezed = (text: string): string => text.replace(/\s+/g, '')

/** What stands in every text field, to be found as it is. */
export const hostile =
  '#read("/etc/passwd") #{panic()} $x^2$ \\u{41} @ref <label> *b* _i_ `raw` = tiêu đề <b onclick="x()">h</b> &amp; {{7*7}} 😀 שלום مرحبا \u202eabc Nguye\u0302\u0303n'

export interface Printed {
  readonly pages: number
  readonly faults: readonly string[]
  readonly sha256: string
}

const foot = (text: string): boolean =>
  squeezed(text).includes(squeezed(`${paperPatient.toUpperCase()} · Số hồ sơ ${paperRecord}`))

/** The signatures stand with something of the paper: text above them that is neither theirs nor the foot. */
function standsAlone(
  marks: readonly Mark[],
  pages: readonly { readonly items: readonly { readonly y: number; readonly text: string }[] }[],
): boolean {
  const first = marks[0]
  if (!first) return false
  const top = 842 - first.y
  // Title, note and date line of the places reach up to 30 mm above their fields.
  const above = pages[first.page - 1]?.items.filter((one) => one.y > top + 40 && one.text.trim() !== '') ?? []
  return above.length === 0
}

/** Prints a form once and says everything that is wrong with the paper. */
export async function printOnce(
  renderer: Renderer,
  edition: FormEdition,
  much: HowMuch | undefined,
): Promise<Printed> {
  const questionnaire = edition.questionnaire()
  if (!questionnaire) throw new Error(`${edition.code} has no questionnaire`)
  const { response, words } = much
    ? generateAnswers(questionnaire, much)
    : { response: { resourceType: 'QuestionnaireResponse' as const, status: 'in-progress' as const }, words: [] }
  const { pdf, marks } = await printForm(renderer, edition, response)
  const pages = await pdfPages(pdf)
  const whole = squeezed(pages.map((page) => page.text).join(''))
  const lower = whole.toLowerCase()
  const faults = words.filter((word) => !lower.includes(word.toLowerCase())).map((word) => `lost: ${word}`)
  if (
    much?.hostile &&
    words.length > 0 &&
    !lower.includes(squeezed(showable(much.hostile)).toLowerCase().slice(0, 40))
  )
    faults.push('lost: the hostile text')
  for (const [index, page] of pages.entries()) {
    if (!foot(page.text)) faults.push(`page ${index + 1} does not name patient and record`)
    if (!page.text.includes(`Trang ${index + 1}/${pages.length}`)) faults.push(`page ${index + 1} is not numbered`)
    if (page.items.some((one) => one.text.trim() !== '' && one.x + one.width > 595 - 30))
      faults.push(`page ${index + 1} runs over the edge`)
  }
  const places = new Set(edition.slots.map((slot) => slot.id))
  if (marks.length !== places.size) faults.push(`${marks.length} places for ${places.size} signatures`)
  if (standsAlone(marks, pages)) faults.push('the signatures stand alone')
  faults.push(...pdfaFaults(pdf))
  return { pages: pages.length, faults, sha256: hashOf(pdf) }
}

/** Prints a form on at least so many pages: more sentences and rows until they are full. */
export async function printOn(renderer: Renderer, edition: FormEdition, pages: number): Promise<Printed> {
  let much: HowMuch = { sentences: 1, rows: 1 }
  for (let round = 0; round < 9; round++) {
    const printed = await printOnce(renderer, edition, much)
    if (printed.pages >= pages || printed.faults.length > 0) return printed
    const factor = Math.max(1.6, pages / printed.pages)
    much = { sentences: Math.ceil(much.sentences * factor), rows: Math.ceil(much.rows * Math.min(factor, 4)) }
  }
  return { pages: 0, faults: [`cannot be filled to ${pages} pages`], sha256: '' }
}
