import type { BrowserContext, Page } from 'playwright-core'

/** What a task cost the person at the screen. */
export interface Effort {
  /** Clicks and taps, keys that do something, fields written in (however long the text). */
  readonly actions: number
  /** Time in which an answer was waited for that the page had not asked for by itself. */
  readonly waitedSeconds: number
}

/** Runs in the page before anything of ours; counts across the pages of a person. */
const watcher = `(() => {
  if (location.protocol === 'about:') return
  const key = 'effort'
  const kept = JSON.parse(localStorage.getItem(key) ?? '{"actions":0,"waited":0}')
  const keep = () => localStorage.setItem(key, JSON.stringify(kept))
  const act = () => { kept.actions++; keep() }
  let writing
  addEventListener('pointerdown', () => { writing = undefined; act() }, true)
  addEventListener('keydown', (event) => {
    const does = event.key.length > 1 ? !['Shift', 'Control', 'Alt', 'Meta', 'Backspace', 'Delete'].includes(event.key) : event.ctrlKey || event.altKey || event.metaKey
    if (does) { writing = undefined; act() }
  }, true)
  addEventListener('input', (event) => {
    const field = event.target
    const text = field.matches('textarea, [contenteditable], input:not([type=checkbox]):not([type=radio])')
    if (text && field !== writing) { writing = field; act() }
  }, true)
  let open = 0, since = 0
  const ask = window.fetch
  window.fetch = async (input, init) => {
    if (new Headers(init?.headers).has('x-background')) return ask(input, init)
    if (open++ === 0) since = performance.now()
    try { return await ask(input, init) } finally {
      if (--open === 0) { kept.waited += performance.now() - since; keep() }
    }
  }
})()`

/** Has every tab of a browser window count what its person does. */
export async function watchEffort(context: BrowserContext): Promise<void> {
  await context.addInitScript(watcher)
}

/** What was done and waited for in this browser window since it was opened. */
export async function effortOf(page: Page): Promise<Effort> {
  const kept = await page.evaluate(`JSON.parse(localStorage.getItem('effort') ?? '{"actions":0,"waited":0}')`)
  const { actions, waited } = kept as { actions: number; waited: number }
  return { actions, waitedSeconds: Math.round(waited / 100) / 10 }
}
