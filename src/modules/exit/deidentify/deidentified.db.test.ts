import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import type { Observation, Patient } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { exportDeidentified } from './export-deidentified.ts'

const patient = (n: number, province: string): Patient => ({
  resourceType: 'Patient',
  identifier: [{ system: sid.cccd, value: `0012026${String(n).padStart(5, '0')}` }],
  name: [{ text: `Trần Thị Bí Mật ${n}`, family: 'Trần' }],
  telecom: [{ system: 'phone', value: `0912345${String(n).padStart(3, '0')}` }],
  gender: 'female',
  // The middle of a year: moved, it stays in it.
  birthDate: '1988-07-01',
  address: [{ text: 'Số 7, ngõ Bí Mật', extension: [{ url: ext.province, valueCode: province }] }],
})

const reading = (id: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Bà Bí Mật</div>' },
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: 'Mạch của bà Bí Mật' },
  subject: { reference: `Patient/${id}`, display: 'Trần Thị Bí Mật' },
  effectiveDateTime: '2026-11-20T08:00:00+07:00',
  valueQuantity: { value: 88, system: 'http://unitsofmeasure.org', code: '/min' },
  note: [{ text: 'Bí Mật, 0912345001' }],
})

it('patients leave without who they are, and one who stands alone is told more coarsely', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-deidentified-'))
  try {
    await withContext(async (ctx) => {
      const ids: string[] = []
      for (let n = 0; n < 7; n++) {
        const [made] = await commit(ctx, [{ kind: 'create', resource: patient(n, n < 6 ? '40' : '42') }])
        if (made?.id) ids.push(made.id)
      }
      await commit(
        ctx,
        ids.map((id) => ({ kind: 'create' as const, resource: reading(id) })),
      )
      const report = await asOwner(ctx.db, (owner) => exportDeidentified(ctx, owner, folder, { step: () => {} }))
      const { anonymity, types } = report
      assert.ok(anonymity.smallestClass >= anonymity.k || anonymity.smallestClass === 0)
      assert.equal(anonymity.patients, 7)
      const told = readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('')
      for (const secret of ['Bí Mật', '0912345', '0012026', '1988-07', '2026-11-20', ...ids])
        assert.equal(told.includes(secret), false, secret)
      const readings = types.find(({ type }) => type === 'Observation')
      assert.equal(readings?.expected, 7)
      assert.equal(readings?.processed, 7 - anonymity.suppressed)
      assert.match(told, /"value":88,/)
      assert.match(told, /"birthDate":"1988","address":\[\{"extension":\[\{"url":"[^"]+","valueCode":"40"/)
      assert.equal(told.includes('"valueCode":"42"'), false)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
