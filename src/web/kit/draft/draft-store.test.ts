import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { forgetSent, keep, readKept } from './draft-store.ts'

const held = new Map<string, string>()
const storage = {
  get length() {
    return held.size
  },
  key: (at: number) => [...held.keys()][at] ?? null,
  getItem: (name: string) => held.get(name) ?? null,
  setItem: (name: string, value: string) => void held.set(name, value),
  removeItem: (name: string) => void held.delete(name),
}

const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
before(() => Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true }))
after(() => {
  if (own) Object.defineProperty(globalThis, 'localStorage', own)
})

test('who leaves a device leaves no text there that the server has; what it lacks stays, and settings stay', () => {
  const changedAt = '2026-11-23T03:42:00Z'
  keep('a', 'exam:1', { content: 'đã gửi', changedAt, waiting: false })
  keep('a', 'exam:2', { content: 'chưa gửi', changedAt, waiting: true })
  keep('b', 'exam:1', { content: 'người khác, đã gửi', changedAt, waiting: false })
  storage.setItem('lo.appearance', '{}')
  forgetSent()
  assert.deepEqual([...held.keys()].sort(), ['lo.appearance', 'lo.draft.a.exam:2'])
  assert.equal(readKept<string>('a', 'exam:2')?.content, 'chưa gửi')
})
