import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseSchedule, scheduleText } from './schedule-text.ts'

it('reads a rhythm as it is typed, and writes it back', () => {
  assert.deepEqual(parseSchedule('8 20'), { type: 'hours', at: ['08:00', '20:00'] })
  assert.deepEqual(parseSchedule('20h30, 8'), { type: 'hours', at: ['08:00', '20:30'] })
  assert.deepEqual(parseSchedule('x3'), { type: 'hours', at: ['08:00', '14:00', '20:00'] })
  assert.deepEqual(parseSchedule('q6'), { type: 'interval', everyHours: 6 })
  assert.deepEqual(parseSchedule('mỗi 12 giờ'), { type: 'interval', everyHours: 12 })
  assert.deepEqual(parseSchedule('1 lần'), { type: 'once' })
  assert.deepEqual(parseSchedule('khi sốt từ 38,5 °C /6 x4'), {
    type: 'prn',
    reason: 'sốt từ 38,5 °C',
    perDay: 4,
    gapHours: 6,
  })
  for (const wrong of ['', '25', 'q0', 'khi', 'abc', '8 99']) assert.equal(parseSchedule(wrong), undefined, wrong)
  for (const text of ['8 20', 'q6', '1 lần', 'khi đau /4 x3'])
    assert.equal(scheduleText(parseSchedule(text) ?? { type: 'once' }), text)
})
