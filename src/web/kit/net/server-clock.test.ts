import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { formatAge, formatMinutes } from '../text/format.ts'
import { setTexts } from '../text/translate.ts'
import { serverNow, setClock } from './server-clock.ts'

const dayMs = 86_400_000

describe('the clock of a device that is a day off', () => {
  before(() =>
    setTexts('vi', JSON.parse(readFileSync('data/messages/common.vi.json', 'utf8')) as Record<string, string>),
  )

  for (const [name, days] of [
    ['ahead', -1],
    ['behind', 1],
  ] as const)
    it(`${name}: now, ages and how long something takes are by the clock of the server`, () => {
      const server = new Date(Date.now() + days * dayMs)
      setClock(server.toUTCString())
      assert.ok(Math.abs(serverNow().getTime() - server.getTime()) < 5000)
      assert.equal(
        formatAge(new Date(server.getTime() - 3 * dayMs).toISOString().slice(0, 10)).match(/\d+/)?.[0],
        '3',
      )
      assert.match(formatMinutes(new Date(server.getTime() - 11 * 60_000).toISOString()), /^1[01] /)
      setClock(new Date().toUTCString())
    })
})
