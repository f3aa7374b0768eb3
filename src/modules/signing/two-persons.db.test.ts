import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import { givenPaperOf, hoa, minh, nghia, quang, signAs, withStaff } from '#tests/support/signing-staff.ts'
import type { Ward } from '#tests/support/ward.ts'
import { signing } from './index.ts'

const staff = (work: (ward: Ward) => Promise<void>) => withStaff([forms, documents, signing], work)

describe('places of one paper', () => {
  it('have a head of department who holds the office and is not the treating doctor', () =>
    staff(async (ward) => {
      const paper = await givenPaperOf(ward, '01-BV1')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      assert.equal(await signAs(ward, paper, quang), 'signed', 'the treating doctor')
      assert.match(await signAs(ward, paper, minh), /^signing\.noSlot/, 'no head')
      const refused = await signAs(ward, paper, quang)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Bác sĩ điều trị.*Trưởng khoa/)
      assert.match(await signAs(ward, paper, hoa), /^signing\.noSlot/, 'the head of another department')
      assert.equal(await signAs(ward, paper, nghia), 'signed', 'the director in the stead of the head')
      assert.equal(await signAs(ward, paper, nghia), 'signed', 'the director')
    }))

  it('let one doctor make the record and treat, and the head of department sign after that', () =>
    staff(async (ward) => {
      const paper = await givenPaperOf(ward, '01-BV1')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      assert.equal(await signAs(ward, paper, quang), 'signed')
    }))

  it('have a chair who is not the secretary', () =>
    staff(async (ward) => {
      const paper = await givenPaperOf(ward, '27-BV2')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      const refused = await signAs(ward, paper, minh)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Thư ký.*Chủ tọa/)
      assert.equal(await signAs(ward, paper, quang), 'signed')
    }))
})
