import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import type { Answers } from './case.ts'

const linkIdOf = (id: string | null) => (id ?? '').replace(/^form-/, '').replace(/@[\d.]+$/, '')

/** Place of a question in the form, in its first row when it stands in rows. */
export function placeOf(page: Page, linkId: string): Locator {
  return page.locator(`[id="form-${linkId}"], [id="form-${linkId}@0"], [id="form-${linkId}@0.0"]`).first()
}

/** What a place shows: of a field its text, of a choice what is chosen. */
export async function shownAt(page: Page, linkId: string): Promise<string> {
  const place = placeOf(page, linkId)
  await place.waitFor()
  const field = place.locator('input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea').first()
  if ((await field.count()) > 0) return field.inputValue()
  if ((await place.locator('input[type=radio], input[type=checkbox]').count()) === 0)
    return (await place.textContent()) ?? ''
  return (await place.locator('label:has(input:checked)').allInnerTexts()).join(', ')
}

async function tick(place: Locator, page: Page, answer: string): Promise<void> {
  for (const at of answer.split(',')) {
    await place
      .locator('input[type=checkbox]')
      .nth(Number(at) - 1)
      .focus()
    await page.keyboard.press('Space')
  }
}

async function pick(page: Page, answer: string): Promise<void> {
  await page.keyboard.type(answer)
  const option = page.getByRole('option', { name: new RegExp(answer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i') })
  await option.first().waitFor()
  await page.keyboard.press('Enter')
}

/** Answers the question that has the cursor, by keys alone. */
async function answerHere(page: Page, answer: string): Promise<void> {
  const field = page.locator(':focus')
  const type = await field.getAttribute('type')
  if (type === 'radio') return page.keyboard.press(answer)
  if (type === 'checkbox')
    return tick(field.locator('xpath=ancestor::*[contains(@class,"fo-item")][1]'), page, answer)
  if (await field.getAttribute('aria-haspopup')) return pick(page, answer)
  await page.keyboard.press('Control+a')
  // Long texts come in one piece, as an input method hands them over.
  return answer.length > 30 ? page.keyboard.insertText(answer) : page.keyboard.type(answer)
}

/** Puts the cursor into a question and answers it. */
export async function put(page: Page, linkId: string, answer: string): Promise<void> {
  const place = placeOf(page, linkId)
  await place.locator('input:not([type=file]), textarea').first().focus()
  await answerHere(page, answer)
}

/** F8 leads from one open question to the next until none is left; a table without a row is given one. */
export async function walk(page: Page, answers: Answers): Promise<readonly string[]> {
  const walked: string[] = []
  const done = page.getByText('Đã đủ mục bắt buộc')
  await done
    .or(page.getByText(/^Còn \d+ mục bắt buộc/))
    .first()
    .waitFor()
  await page.locator('.fo-form input, .fo-form textarea').first().focus()
  for (let steps = 0; steps < 150; steps++) {
    if (await done.isVisible()) return walked
    await page.keyboard.press('F8')
    if ((await page.locator('button:focus').count()) > 0) {
      await page.keyboard.press('Enter')
      continue
    }
    const here = page.locator('.fo-item:has(:focus)')
    const linkId = (await here.count()) > 0 ? linkIdOf(await here.last().getAttribute('id')) : undefined
    const answer = linkId === undefined || linkId === walked.at(-1) ? undefined : answers[linkId]
    // F8 stays where it is when nothing is missing any more, which the foot tells a moment later.
    const isDone = () =>
      done.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      )
    if (answer === undefined && (await isDone())) return walked
    assert.ok(answer !== undefined, `the form asks for ${linkId}, after ${walked.slice(-3).join(', ')}`)
    await answerHere(page, answer)
    walked.push(linkId ?? '')
  }
  throw new Error(`still not complete after ${walked.join(', ')}`)
}
