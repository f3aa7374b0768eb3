import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Organization } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { findAccountId } from '#modules/identity/index.ts'
import { commit } from '#store/commit.ts'
import { contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import type { EndingCertificate, StaffFacts } from './contract.ts'

const department = (code: string, name: string): Organization => ({
  resourceType: 'Organization',
  id: `dept-${code.toLowerCase()}`,
  identifier: [{ system: cs.department, value: code }],
  name,
})

async function givenStaff({ services }: Hospital): Promise<string> {
  const ctx = contextFor(services)
  const resources = [
    department('NOI', 'Khoa Nội'),
    department('NGOAI', 'Khoa Ngoại'),
    { resourceType: 'Practitioner' as const, id: 'practitioner-bacsi', name: [{ text: 'Nguyễn Văn Minh' }] },
  ]
  await commit(
    ctx,
    resources.map((resource) => ({ kind: 'create' as const, resource })),
  )
  return (await findAccountId(ctx, 'bacsi')) ?? ''
}

describe('data of the staff', () => {
  it('keeps licence, certificates and departments with their dates, and warns before an end', () =>
    withHospital(async (hospital) => {
      const path = `/api/accounts/${await givenStaff(hospital)}/staff`
      const admin = hospital.browser()
      await admin.login('quantri')
      const facts: StaffFacts = {
        licence: '000123/HNO-GPHN',
        certificates: [
          { name: 'Khám bệnh, chữa bệnh nội khoa', number: '000123', from: '2024-01-01', to: '2028-12-31' },
          { name: 'Cấp cứu tim phổi nâng cao', to: '2026-12-31' },
          { name: 'Siêu âm tổng quát', to: '2026-10-01' },
        ],
        assignments: [{ department: 'NOI', from: '2025-01-01' }],
      }
      const put = (body: object) => admin.send('PUT', path, { body })
      assert.equal(
        (await put({ ...facts, assignments: [{ department: 'X' }] })).code,
        'identity.departmentUnknown',
      )
      assert.equal((await put(facts)).status, 204)
      assert.deepEqual((await admin.send('GET', path)).body, {
        ...facts,
        departments: [
          { code: 'NGOAI', name: 'Khoa Ngoại' },
          { code: 'NOI', name: 'Khoa Nội' },
        ],
      })
      const ending = (await admin.send('GET', '/api/accounts/certificates')).body as EndingCertificate[]
      assert.deepEqual(
        ending.map(({ name, over }) => [name, over]),
        [
          ['Siêu âm tổng quát', true],
          ['Cấp cứu tim phổi nâng cao', false],
        ],
      )
      const moved = { ...facts, assignments: [{ department: 'NGOAI', from: '2026-11-23' }] }
      assert.equal((await put(moved)).status, 204)
      const { assignments } = (await admin.send('GET', path)).body as StaffFacts
      assert.deepEqual(
        assignments.sort((a, b) => (a.department < b.department ? -1 : 1)),
        [
          { department: 'NGOAI', from: '2026-11-23' },
          { department: 'NOI', from: '2025-01-01', to: '2026-11-23' },
        ],
      )
      const doctor = hospital.browser()
      await doctor.login('bacsi')
      assert.equal((await doctor.send('GET', path)).code, 'common.forbidden')
      const id = await findAccountId(contextFor(hospital.services), 'thanhtra')
      assert.equal((await admin.send('GET', `/api/accounts/${id}/staff`)).code, 'identity.noPractitioner')
    }))
})
