import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { runInNewContext } from 'node:vm'

const source = readFileSync(new URL('../public/browser.js', import.meta.url), 'utf8')

interface Browser {
  readonly nonce?: boolean
  readonly modules?: boolean
  readonly secure?: boolean
  readonly crypto?: boolean
  readonly groupBy?: boolean
}

/** What the page shows in a browser that lacks what is false. */
function shownIn({ nonce = true, modules = true, secure = true, crypto = true, groupBy = true }: Browser): string {
  const shown: { textContent?: string; role?: string }[] = []
  const element = () => {
    const made = { ...(nonce ? { nonce: '' } : {}), ...(modules ? { noModule: false } : {}), style: {}, role: '' }
    return Object.assign(made, {
      setAttribute: (_: string, value: string) => Object.assign(made, { role: value }),
    })
  }
  const body = { firstChild: null, insertBefore: (one: object) => void shown.push(one) }
  runInNewContext(source, {
    document: { createElement: element, body, addEventListener: () => {} },
    window: { isSecureContext: secure, ...(crypto ? { crypto: { subtle: {} } } : {}) },
    Object: groupBy ? { groupBy: () => ({}) } : {},
  })
  assert.ok(shown.every(({ role }) => role === 'alert'))
  return shown.map(({ textContent }) => textContent).join()
}

describe('a browser', () => {
  it('that has what keeps data safe is not warned of', () => assert.equal(shownIn({}), ''))

  for (const [lack, name] of [
    [{ nonce: false }, 'Content Security Policy 3'],
    [{ modules: false }, 'JavaScript modules'],
    [{ secure: false }, 'HTTPS'],
    [{ crypto: false }, 'Web Crypto'],
    [{ groupBy: false }, 'ECMAScript 2024'],
  ] as const)
    it(`without ${name} is told so in both languages`, () => {
      const text = shownIn(lack)
      assert.match(text, new RegExp(`thiếu: ${name}`))
      assert.match(text, /Update it/)
    })

  it('reads the check before the application', () => {
    const page = readFileSync('index.html', 'utf8')
    assert.ok(
      page.indexOf('src="/browser.js"') > 0 && page.indexOf('src="/browser.js"') < page.indexOf('main.tsx'),
    )
  })
})
