import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { as, withContext } from '#tests/support/database.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { Banner } from './banner-contract.ts'
import type {
  CardAnswer,
  DuplicateAnswer,
  PatientForm,
  PatientView,
  Registered,
  SearchAnswer,
} from './contract.ts'
import { indexRow } from './domain/index-row.ts'
import { patients } from './index.ts'

const huyen: PatientForm = {
  name: 'Đặng Thị Huyền',
  sex: 'female',
  birthDate: '1972-09-02',
  cccd: '099172000001',
  phone: '0999 000 412',
  address: {
    line: 'Tổ 5',
    ward: 'Phường Ba Đình',
    wardCode: '00004',
    province: 'Thành phố Hà Nội',
    provinceCode: '01',
  },
}

interface Problem {
  readonly code: string
  readonly details: Record<string, string>
}

async function register(
  client: TestClient,
  patient: PatientForm,
  differsFrom?: readonly string[],
): Promise<Registered> {
  const { body, status, text } = await client.send('POST', '/api/patients', { body: { patient, differsFrom } })
  assert.equal(status, 200, text)
  return body as Registered
}

const find = async (client: TestClient, q: string) =>
  ((await client.send('GET', `/api/patients?q=${encodeURIComponent(q)}`)).body as SearchAnswer).patients.map(
    (one) => one.name,
  )

describe('registering', () => {
  it('gives a ten-digit number and is found by everything a person may type', () =>
    withServer([patients], async (client) => {
      const { mrn } = await register(client, huyen)
      assert.match(mrn, /^026\d{7}$/)
      await register(client, {
        ...huyen,
        name: 'Đặng Thị Huyên',
        cccd: '099172000002',
        phone: '0999000413',
        birthDate: '1973-01-01',
      })
      await register(client, {
        name: 'Nguyễn Thị Hồng Nhung',
        sex: 'female',
        birthDate: '1990',
        noIdentity: 'notBrought',
      })
      for (const q of [
        'dang thi huyen 1972',
        'huyền đặng',
        'HUYEN 1972',
        '099172000001',
        '0999000412',
        '0999 000 412',
        mrn,
        mrn.slice(-4),
        'huyen 02/09/1972',
      ])
        assert.equal((await find(client, q))[0], 'Đặng Thị Huyền', q)
      assert.deepEqual(await find(client, 'huyên'), ['Đặng Thị Huyên', 'Đặng Thị Huyền'])
      assert.deepEqual(await find(client, 'huyền'), ['Đặng Thị Huyền', 'Đặng Thị Huyên'])
      assert.deepEqual(await find(client, 'NTHN'), ['Nguyễn Thị Hồng Nhung'])
      assert.deepEqual(await find(client, 'nhung ng'), ['Nguyễn Thị Hồng Nhung'])
      assert.deepEqual(await find(client, 'khong co ai'), [])
      assert.deepEqual(await find(client, "' or 1=1 --%"), [])
    }))

  it('never turns away who has no number', () =>
    withServer([patients], async (client) => {
      await register(client, {
        name: 'Con bà Đặng Thị Huyền',
        sex: 'female',
        birthDate: '2026-11-23',
        noIdentity: 'newborn',
      })
      await register(client, { name: '', sex: 'male', noIdentity: 'unknown' })
      await register(client, {
        name: 'John Smith',
        sex: 'male',
        birthDate: '1980-02-29',
        passport: 'X1234567',
        nationality: 'GB',
        noIdentity: 'foreigner',
      })
      assert.deepEqual(await find(client, 'khong ro ten'), ['Không rõ tên nam 23/11/2026 10:42'])
      assert.deepEqual(await find(client, 'x1234567'), ['John Smith'])
      const nameless = await client.send('POST', '/api/patients', {
        body: { patient: { name: ' ', sex: 'male' } },
      })
      assert.equal((nameless.body as Problem).code, 'patients.nameMissing')
      const february = await client.send('POST', '/api/patients', {
        body: { patient: { ...huyen, birthDate: '2026-02-29' } },
      })
      assert.equal((february.body as Problem).code, 'patients.birthDateInvalid')
    }))

  it('asks when the person seems to be there already, and takes the word that it is another', () =>
    withServer([patients], async (client) => {
      const { id } = await register(client, huyen)
      const again = await client.send('POST', '/api/patients', { body: { patient: { ...huyen, name: 'Ai Đó' } } })
      assert.deepEqual(
        [again.status, (again.body as Problem).code, (again.body as Problem).details['patientId']],
        [409, 'patients.likelyDuplicate', id],
      )
      const { body } = await client.send('POST', '/api/patients/duplicates', {
        body: { patient: { name: 'dang thi huyen', birthDate: '1972-09-02' } },
      })
      assert.deepEqual(
        (body as DuplicateAnswer).duplicates.map((one) => one.reasons),
        [['sameNameAndBirth']],
      )
      await register(
        client,
        { name: 'Đặng Thị Huyền', sex: 'female', birthDate: '1972-09-02', noIdentity: 'notBrought' },
        [id],
      )
    }))

  it('registers the same card only once when two desks do it at the same moment', () =>
    withServer([patients], async (client) => {
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => client.send('POST', '/api/patients', { body: { patient: huyen } })),
      )
      assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409, 409])
    }))

  it('gives every patient another number when many register at once', () =>
    withServer([patients], async (client) => {
      const made = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          register(client, {
            name: `Người Thứ ${'ABCDEFGHIJKL'[n]}`,
            sex: 'male',
            birthDate: `19${50 + n}-01-01`,
          }),
        ),
      )
      assert.equal(new Set(made.map((one) => one.mrn)).size, 12)
    }))
})

describe('a card at the desk', () => {
  it('finds its patient and says what agrees and what differs', () =>
    withServer([patients], async (client) => {
      const { id } = await register(client, huyen)
      const { body } = await client.send('POST', '/api/patients/read-card', {
        body: { text: '099172000001||Đặng Thị Huyền|02091972|Nữ|Tổ 9, Phường Khác, Hà Nội|01012022\r\n' },
      })
      const read = body as CardAnswer
      assert.deepEqual(
        read.matches.map(({ patient, agrees, differs }) => [patient.id, agrees, differs]),
        [[id, ['number', 'name', 'birth', 'sex'], ['address']]],
      )
    }))

  it('prepares the form of who is new, and refuses other codes with what to do', () =>
    withServer([patients], async (client) => {
      const { body } = await client.send('POST', '/api/patients/read-card', {
        body: { text: '099064000002||Nguyễn Văn Mẫu Hai|20051964|Nam|Sóc Sơn, Hà Nội|15082022' },
      })
      const read = body as CardAnswer
      assert.deepEqual(
        [read.matches, read.form?.cccd, read.form?.name, read.form?.birthDate],
        [[], '099064000002', 'Nguyễn Văn Mẫu Hai', '1964-05-20'],
      )
      const refused = await client.send('POST', '/api/patients/read-card', { body: { text: '01zz1a1b2c3d-c' } })
      assert.deepEqual([refused.status, (refused.body as Problem).code], [400, 'patients.cardIsPrescription'])
      assert.match(refused.text, /đơn thuốc/)
    }))
})

describe('particulars', () => {
  it('keep the former address, number and name, and refuse a stale version', () =>
    withServer([patients], async (client) => {
      const { id, version } = await register(client, {
        ...huyen,
        insurance: { number: 'GD4010000000101', to: '2026-12-31' },
      })
      const moved = {
        ...huyen,
        cccd: '099172000009',
        address: { line: 'Số 1', ward: 'Phường Ngọc Hà', province: 'Thành phố Hà Nội' },
      }
      const first = await client.send('PUT', `/api/patients/${id}`, { body: { patient: moved, version } })
      assert.equal(first.status, 200, first.text)
      const view = (await client.send('GET', `/api/patients/${id}`)).body as PatientView
      assert.equal(view.addressText, 'Số 1, Phường Ngọc Hà, Thành phố Hà Nội')
      assert.deepEqual(view.oldAddresses, [
        { text: 'Tổ 5, Phường Ba Đình, Thành phố Hà Nội', until: '2026-11-23' },
      ])
      assert.deepEqual(
        [view.insurance?.number, view.insurance?.share, view.insurance?.validity],
        ['GD4010000000101', 80, 'valid'],
      )
      assert.equal((await find(client, '099172000001'))[0], 'Đặng Thị Huyền')
      const stale = await client.send('PUT', `/api/patients/${id}`, { body: { patient: huyen, version } })
      assert.ok(stale.status === 409 || stale.status === 412, stale.text)
    }))

  it('stand in the banner, which is audited as a view', () =>
    withServer([patients], async (client) => {
      const { id } = await register(client, {
        ...huyen,
        insurance: { number: 'GD4010000000101', from: '2020-01-01', to: '2026-10-31' },
      })
      const { body } = await client.send('GET', `/api/patients/${id}/banner`)
      const banner = body as Banner
      assert.deepEqual(
        [banner.name, banner.ageText, banner.allergy.state, banner.insurance?.valid, banner.idNumber],
        ['Đặng Thị Huyền', '54 tuổi', 'unknown', false, '099172000001'],
      )
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from audit_told where action = 'view'`.execute(client.services.db)
      assert.equal(rows[0]?.n, 1)
      assert.equal(
        (
          await client.send('GET', `/api/patients/${id}/banner`, {
            as: { permissions: new Set(['patients.search']) },
          })
        ).status,
        403,
      )
    }))
})

describe('the search table', () => {
  it('equals what the store says, from whatever channel a patient came', () =>
    withContext(
      async (ctx) => {
        const imported: Patient = {
          resourceType: 'Patient',
          id: 'synthea-1',
          name: [{ family: 'Smith', given: ['Ann'] }],
          gender: 'female',
          birthDate: '1980-01-01',
          address: [{ line: ['1 Street'], city: 'Boston' }],
        }
        await commit(as(ctx, {}), [{ kind: 'create', resource: imported, id: 'synthea-1' }])
        await commit(ctx, [
          { kind: 'update', resource: { ...imported, id: 'synthea-1', name: [{ text: 'Ann  Trần' }] } },
        ])
        const { rows } = await sql<Record<string, unknown>>`select * from patient_index`.execute(ctx.db)
        const { facility: _facility, updated_at: _at, words: _words, ...row } = rows[0] ?? {}
        assert.deepEqual(row, {
          ...indexRow(await readResource<Patient>(ctx, 'Patient', 'synthea-1'), 'synthea-1'),
        })
        await commit(ctx, [{ kind: 'delete', type: 'Patient', id: 'synthea-1' }])
        assert.equal((await sql`select 1 from patient_index`.execute(ctx.db)).rows.length, 0)
      },
      { guards: patients.guards ?? [] },
    ))
})
