import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dayOfCourse } from './counted-days.ts'

const course = (key: string, from: string, to: string) => ({ key, from, to })

it('counts the day of a course from its first day, over orders without a day between', () => {
  const one = [course('levo', '2026-11-20', '2026-11-30')]
  assert.equal(dayOfCourse(one, 'levo', '2026-11-20'), 1)
  assert.equal(dayOfCourse(one, 'levo', '2026-11-23'), 4)
  const renewed = [...one, course('levo', '2026-11-17', '2026-11-19'), course('levo', '2026-11-16', '2026-11-18')]
  assert.equal(dayOfCourse(renewed, 'levo', '2026-11-23'), 8)
})

it('begins anew after a day without the drug, and tells nothing of other drugs and other days', () => {
  const broken = [course('levo', '2026-11-20', '2026-11-30'), course('levo', '2026-11-10', '2026-11-18')]
  assert.equal(dayOfCourse(broken, 'levo', '2026-11-23'), 4)
  assert.equal(dayOfCourse(broken, 'ceftri', '2026-11-23'), undefined)
  assert.equal(dayOfCourse(broken, 'levo', '2026-11-19'), undefined)
})
