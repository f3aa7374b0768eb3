import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { draftsAside, dropAside, openBox } from './draft-box.ts'
import { DraftSeal } from './draft-seal.ts'
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
beforeEach(() => held.clear())

const keyOf = (letter: number) => Buffer.alloc(32, letter).toString('base64')
const enter = (owner: string, letter: number) => openBox(owner, new DraftSeal(keyOf(letter)))
const changedAt = '2026-11-23T03:42:00Z'
const text = 'ho ra máu, đau ngực'
const onDevice = () => [...held.entries()].flat().join('\n')

test('who leaves a device leaves no text there that the server has; what it lacks stays, and settings stay', () => {
  enter('b', 2)
  keep('b', 'exam:1', { content: 'người khác, đã gửi', changedAt, waiting: false })
  enter('a', 1)
  keep('a', 'exam:1', { content: 'đã gửi', changedAt, waiting: false })
  keep('a', 'exam:2', { content: 'chưa gửi', changedAt, waiting: true })
  storage.setItem('lo.appearance', '{}')
  forgetSent()
  assert.deepEqual([...held.keys()].sort(), ['lo.appearance', 'lo.sealed.a.exam:2'])
  assert.equal(readKept<string>('a', 'exam:2')?.content, 'chưa gửi')
})

test('nothing that was typed can be read on the device, and it comes back whole, however long', () => {
  enter('a', 1)
  const content = { text, long: 'dài '.repeat(50_000) }
  assert.equal(keep('a', 'exam:1', { content, changedAt, waiting: true }), true)
  assert.doesNotMatch(onDevice(), /ho ra|máu|dài/)
  enter('a', 1)
  assert.deepEqual(readKept('a', 'exam:1'), { content, changedAt, waiting: true })
})

test('another person reads nothing of it and writes nothing into it', () => {
  enter('a', 1)
  keep('a', 'exam:1', { content: text, changedAt, waiting: true })
  enter('b', 2)
  assert.equal(readKept('a', 'exam:1'), undefined)
  assert.equal(readKept('b', 'exam:1'), undefined)
  assert.equal(keep('a', 'exam:1', { content: 'của người khác', changedAt, waiting: true }), false)
  held.set('lo.sealed.b.exam:1', held.get('lo.sealed.a.exam:1') ?? '')
  assert.equal(readKept('b', 'exam:1'), undefined, 'a sealed text under another name does not open')
  enter('a', 1)
  assert.equal(readKept<string>('a', 'exam:1')?.content, text)
})

test('drafts of an older version are sealed at the first start; the newer of two wins, others keep theirs', () => {
  const plain = (content: string, at = changedAt) => JSON.stringify({ content, changedAt: at, waiting: true })
  enter('a', 1)
  keep('a', 'exam:2', { content: 'mới hơn', changedAt: '2026-11-23T04:00:00Z', waiting: true })
  held.set('lo.draft.a.exam:1', plain(text))
  held.set('lo.draft.a.exam:2', plain('cũ hơn'))
  held.set('lo.draft.b.exam:1', plain('của b'))
  enter('a', 1)
  assert.equal(readKept<string>('a', 'exam:1')?.content, text)
  assert.equal(readKept<string>('a', 'exam:2')?.content, 'mới hơn')
  assert.doesNotMatch(onDevice(), /ho ra|cũ hơn/)
  assert.match(onDevice(), /của b/)
  enter('b', 2)
  assert.equal(readKept<string>('b', 'exam:1')?.content, 'của b')
  assert.doesNotMatch(onDevice(), /của b/)
})

test('a plain draft that is broken is sealed and put away, not left readable', () => {
  held.set('lo.draft.a.exam:1', '{"content":"ho ra')
  enter('a', 1)
  assert.equal(draftsAside.get().names.length, 1)
  assert.doesNotMatch(onDevice(), /ho ra/)
})

test('a draft that does not open is told and put away, and opens again when its key is back', () => {
  enter('a', 1)
  keep('a', 'exam:1', { content: text, changedAt, waiting: true })
  enter('a', 9)
  assert.equal(readKept('a', 'exam:1'), undefined)
  assert.equal(draftsAside.get().names.length, 1)
  keep('a', 'exam:1', { content: 'viết lại', changedAt, waiting: true })
  enter('a', 9)
  assert.equal(readKept<string>('a', 'exam:1')?.content, 'viết lại', 'what was put away displaces nothing')
  keep('a', 'exam:1', undefined)
  enter('a', 1)
  assert.equal(draftsAside.get().names.length, 0)
  assert.equal(readKept<string>('a', 'exam:1')?.content, text)
})

test('what was given up is gone', () => {
  enter('a', 1)
  held.set('lo.sealed.a.exam:1', '{"waiting":true,"sealed":"hỏng"}')
  assert.equal(readKept('a', 'exam:1'), undefined)
  dropAside()
  assert.equal(held.size, 0)
  assert.equal(draftsAside.get().names.length, 0)
})

test('a screen that opened before the key came does not write over what was kept', () => {
  enter('a', 1)
  keep('a', 'exam:1', { content: text, changedAt, waiting: true })
  enter('b', 2)
  assert.equal(readKept('a', 'exam:1'), undefined)
  enter('a', 1)
  keep('a', 'exam:1', { content: 'gõ thêm', changedAt, waiting: true })
  assert.equal(draftsAside.get().names.length, 1)
  keep('a', 'exam:1', undefined)
  enter('a', 1)
  assert.equal(readKept<string>('a', 'exam:1')?.content, text)
})
