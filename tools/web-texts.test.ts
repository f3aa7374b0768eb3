import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { bare, planTexts, textsOf } from './web-texts.ts'

const root = join(import.meta.dirname, '..')
const plan = planTexts()
const textsIn = (language: 'vi' | 'en', area: string) =>
  new Set(Object.keys(textsOf(plan, language, area)).map(bare))

describe('texts of the web application', () => {
  it('come with the screen that shows them, and not at the start', () => {
    assert.deepEqual(plan.areas.get('src/modules/ward/web/board-screen.tsx'), ['ward'])
    assert.ok(!plan.start.has('ward.board.taken'))
    assert.ok(plan.start.has('ward.board.title'), 'the list of screens names it')
    assert.ok(plan.start.has('error.network.away'))
    assert.ok(plan.start.size * 4 < plan.shown.size)
  })

  for (const language of ['vi', 'en'] as const)
    it(`are all there wherever a screen is opened, in ${language}`, () => {
      const start = textsIn(language, 'start')
      for (const [part, areas] of plan.areas) {
        const there = new Set([...start, ...areas.flatMap((area) => [...textsIn(language, area)])])
        for (const file of plan.together(part))
          for (const [, key = ''] of readFileSync(join(root, file), 'utf8').matchAll(/\bt\(\s*'([^']+)'/g))
            assert.ok(there.has(bare(key)), `${part} shows ${key} of ${file}`)
      }
    })

  it('of refusals come from the server, but for those a screen names itself', () => {
    assert.ok(!plan.shown.has('error.ward.otherSex'))
    assert.equal(plan.shown.get('error.identity.noPractitioner'), 'identity')
  })
})
