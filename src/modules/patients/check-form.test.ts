import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkForm } from './check-form.ts'

describe('the birth date of a new person', () => {
  it('lies between 130 years back and today, however exactly it is known', () => {
    const fault = (birthDate: string) => checkForm({ name: 'Đặng Thị Huyền', birthDate }, '2026-11-23')
    assert.equal(fault('0001-01-01'), 'birthDateTooOld')
    assert.equal(fault('1895'), 'birthDateTooOld')
    assert.equal(fault('1896'), undefined)
    assert.equal(fault('2026-11-23'), undefined)
    assert.equal(fault('2026-11-24'), 'birthDateInFuture')
    assert.equal(fault('2027'), 'birthDateInFuture')
    assert.equal(fault('2026-02-30'), 'birthDateInvalid')
  })
})
