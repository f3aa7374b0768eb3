import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast } from './contrast.ts'
import { dark, light, type Token } from './tokens.ts'

const grounds: readonly Token[] = ['surface', 'surface-2', 'paper', 'sunken']
const texts: readonly Token[] = ['ink', 'ink-2', 'ink-3', 'accent', 'crit', 'warn', 'ok', 'plum']
const own: readonly (readonly [Token, Token])[] = [
  ['accent', 'accent-soft'],
  ['crit', 'crit-soft'],
  ['warn', 'warn-soft'],
  ['ok', 'ok-soft'],
  ['plum', 'plum-soft'],
  ['ink', 'accent-soft'],
  ['ink-3', 'accent-soft'],
  ['ink-2', 'warn-soft'],
  ['ink', 'crit-soft'],
  ['ink', 'plum-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-press'],
]
/** Not text: WCAG 1.4.11 asks for 3. */
const marks: readonly Token[] = ['line-control', 'warn-mark', 'crit-solid', 'plot']

for (const [name, theme] of Object.entries({ light, dark })) {
  test(`${name}: text has a contrast of 4.5 on every ground it may stand on (WCAG 1.4.3)`, () => {
    for (const text of texts)
      for (const ground of grounds) {
        const ratio = contrast(theme[text], theme[ground])
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`)
      }
    for (const [text, ground] of own) {
      const ratio = contrast(theme[text], theme[ground])
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`)
    }
    assert.ok(contrast('#FFFFFF', theme['crit-solid']) >= 4.5, 'white on a critical block')
  })

  test(`${name}: marks and borders of controls have a contrast of 3 (WCAG 1.4.11)`, () => {
    for (const mark of marks)
      for (const ground of ['surface', 'paper'] as const) {
        const ratio = contrast(theme[mark], theme[ground])
        assert.ok(ratio >= 3, `${mark} on ${ground}: ${ratio.toFixed(2)}`)
      }
  })
}

test('black on white is 21', () => {
  assert.equal(contrast('#000000', '#FFFFFF'), 21)
})
