import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { handsInPage } from './hands-in-page.ts'

/** Once for each page, before it opens anything. */
export async function withHands(page: Page): Promise<void> {
  await page.addInitScript(handsInPage)
}

/** Waits until the screen has read what it shows. */
export async function settled(page: Page): Promise<void> {
  for (let quiet = 0, looks = 0; quiet < 3; looks += 1) {
    if (looks > 300) throw new Error(`${page.url()} still reads`)
    await page.waitForTimeout(50)
    quiet = (await page.evaluate<boolean>('hands.still()')) ? quiet + 1 : 0
  }
}

/** Goes to another screen of the application without loading it anew. */
export async function goWithin(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
  await page.waitForTimeout(60)
  await settled(page)
}

/** What is smaller than a thumb needs, with what the finger reaches beyond the drawing. */
export const tooSmall = (page: Page): Promise<string[]> => page.evaluate<string[]>('hands.small(44)')

/** What makes the page itself scroll sideways. */
export const sideways = (page: Page): Promise<string[]> => page.evaluate<string[]>('hands.sideways()')

/** What the head says of the connection, where it is seen; empty when it is not. */
export const toldConnection = (page: Page): Promise<string> => page.evaluate<string>('hands.told()')

/** Goes once round with Tab: what is never reached, what has the focus without showing it, what lies outside of a dialog. */
export async function walked(page: Page, within: 'page' | 'dialog' = 'page'): Promise<string[]> {
  const count = await page.evaluate<number>(`hands.walk('${within}')`)
  for (let steps = 0; steps < count * 1.2 + 8; steps += 1) await page.keyboard.press('Tab')
  return page.evaluate<string[]>('hands.walked()')
}

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** Browsers let the keyboard into a region that scrolls and holds nothing to press (Chromium 130, Firefox) by themselves. */
const notAsked = { 'scrollable-region-focusable': { enabled: false } }

interface Judgement {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
  }[]
}

/** What axe has against a screen or an open dialog by WCAG 2.2, A and AA. */
export async function judged(page: Page, part: 'document' | '"[role=dialog]"' = 'document'): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  const options = { resultTypes: ['violations'], runOnly: tags, rules: notAsked }
  const { violations } = await page.evaluate<Judgement>(`axe.run(${part}, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`,
    ),
  )
}

/** How many headings of the first rank are shown. */
export const firstHeadings = (page: Page): Promise<number> =>
  page.evaluate<number>('[...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length')

interface DialogState {
  readonly open: boolean
  readonly inside: boolean
  readonly back: boolean
  readonly at: string
}

const dialogNow = (page: Page) => page.evaluate<DialogState>('hands.dialogNow()')

async function becomes(page: Page, is: (state: DialogState) => boolean, ms: number): Promise<DialogState> {
  let state = await dialogNow(page)
  for (let waited = 0; waited < ms && !is(state); waited += 40) {
    await page.waitForTimeout(40)
    state = await dialogNow(page)
  }
  return state
}

/** An open dialog holds the focus, goes with Escape and gives the focus back to what opened it. */
async function dialogTried(page: Page): Promise<string[]> {
  await settled(page)
  const state = await becomes(page, ({ inside }) => inside, 1000)
  if (!state.inside) return [`the focus stays behind the dialog at ${state.at}`]
  const found = [...(await walked(page, 'dialog')), ...(await judged(page, '"[role=dialog]"'))]
  for (let times = 0; times < 3; times += 1) {
    await page.keyboard.press('Escape')
    if (!(await becomes(page, ({ open }) => !open, 800)).open) break
  }
  const closed = await becomes(page, ({ open, back }) => !open && back, 800)
  if (closed.open) return [...found, 'Escape does not close it']
  return closed.back ? found : [...found, `the focus does not come back, it is at ${closed.at}`]
}

/**
 * Presses one button of every kind on the screen by Enter; what opens a dialog is tried. `pressed` remembers the kinds, since
 * screens share them.
 */
export async function pressedByKeys(page: Page, pressed: Set<string>): Promise<string[]> {
  const found: string[] = []
  const address = page.url()
  for (const kind of await page.evaluate<string[]>('hands.openers()')) {
    if (pressed.has(kind)) continue
    pressed.add(kind)
    const name = await page.evaluate<string | undefined>(`hands.focus(${JSON.stringify(kind)})`)
    if (name === undefined) continue
    await page.keyboard.press('Enter')
    const { open } = await becomes(page, (state) => state.open, 240)
    if (open && page.url() === address) found.push(...(await dialogTried(page)).map((one) => `${name}: ${one}`))
    await settled(page)
    if ((await dialogNow(page)).open) {
      await page.goto(address)
      await settled(page)
    } else if (page.url() !== address) await goWithin(page, address)
  }
  return found
}
