import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, Provenance } from '@medplum/fhirtypes'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import {
  givenPaperOf,
  hoa,
  minh,
  nghia,
  type Person,
  quang,
  signAs,
  withStaff,
} from '#tests/support/signing-staff.ts'
import type { Ward } from '#tests/support/ward.ts'
import type { Worklist } from './contract.ts'
import { signing } from './index.ts'

const staff = (work: (ward: Ward) => Promise<void>) => withStaff([forms, documents, signing], work)

async function treatedBy({ ctx, encounterId }: Ward, { practitionerId }: Person): Promise<void> {
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
  const type = [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ATND' }] },
  ]
  const individual = { reference: `Practitioner/${practitionerId}` } as const
  await commit(ctx, [{ kind: 'update', resource: { ...encounter, participant: [{ type, individual }] } }])
}

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

  it('are both signed in one act by who made the record and is its treating doctor', () =>
    staff(async (ward) => {
      await treatedBy(ward, minh)
      const paper = await givenPaperOf(ward, '01-BV1')
      const { body } = await ward.client.send('GET', '/api/signing/mine', { as: minh })
      assert.equal((body as Worklist).papers[0]?.slotTitle, 'Bác sĩ làm bệnh án, Bác sĩ điều trị')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      const target = `DocumentReference/${paper}`
      const evidence = await searchResources<Provenance>(ward.ctx, 'Provenance', { target })
      const places = evidence.map(({ agent }) => agent?.[0]?.role?.[0]?.coding?.[0]?.code)
      assert.deepEqual(places.sort(), ['recorder', 'treating'])
      assert.equal(await signAs(ward, paper, quang), 'signed', 'the head')
      assert.equal(await signAs(ward, paper, nghia), 'signed', 'the director')
      const proof = await ward.client.send('GET', `/api/documents/${paper}/validation`, { as: nghia })
      assert.equal(proof.status, 200, proof.text)
      const { signatures } = proof.body as { signatures: readonly { faults: readonly string[] }[] }
      assert.deepEqual(
        signatures.map(({ faults }) => faults),
        [[], [], [], []],
      )
    }))

  it('are left to the treating doctor by another who made the record', () =>
    staff(async (ward) => {
      await treatedBy(ward, hoa)
      const paper = await givenPaperOf(ward, '01-BV1')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      const { body } = await ward.client.send('GET', '/api/signing/mine', { as: hoa })
      assert.equal((body as Worklist).papers[0]?.slotTitle, 'Bác sĩ điều trị')
    }))

  it('of a commitment that leaves its place to the staff are signed by the doctor who wrote it', () =>
    staff(async (ward) => {
      assert.equal(await signAs(ward, await givenPaperOf(ward, '40-BV2'), minh), 'signed')
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
