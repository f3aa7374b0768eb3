import assert from 'node:assert/strict'
import { it } from 'node:test'
import { type Compared, doubts } from './compare.ts'

const huyen: Compared = { name: 'Đặng Thị Huyền', sex: 'female', birthDate: '1972-09-02', numbers: [] }
const number = (kind: string, value: string, former = false) => ({ numbers: [{ kind, value, former }] })

it('doubts only what both entries know and say differently', () => {
  assert.deepEqual(doubts(huyen, { ...huyen, birthDate: '1972', sex: 'unknown' }), [])
  assert.deepEqual(doubts(huyen, { ...huyen, birthDate: '1973-09-02', sex: 'male' }), ['sex', 'birthDate'])
  const [one, two] = [number('cccd', '1'), number('cccd', '2')]
  assert.deepEqual(doubts({ ...huyen, ...one }, { ...huyen, ...two }), ['cccd'])
  assert.deepEqual(doubts({ ...huyen, ...one }, { ...huyen, ...number('cccd', '2', true) }), [])
  assert.deepEqual(doubts({ ...huyen, ...one }, huyen), [])
})
