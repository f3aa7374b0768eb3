import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { patients } from '#modules/patients/index.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { MergeCandidates, MergeDone, MergeList, MergePreview, UndoDone } from './contract.ts'
import { patientMerge } from './index.ts'

interface Registered {
  readonly id: string
  readonly version: number
}

const person = { name: 'Đặng Thị Huyền', sex: 'female', birthDate: '1972-09-02' }

const run = (work: (client: TestClient) => Promise<void>) => withServer([patients, patientMerge], work)

async function register(
  client: TestClient,
  more: object,
  differsFrom: readonly string[] = [],
): Promise<Registered> {
  const body = { patient: { ...person, ...more }, differsFrom }
  const answer = await client.send('POST', '/api/patients', { body })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as Registered
}

async function twoEntries(client: TestClient): Promise<readonly [Registered, Registered]> {
  const target = await register(client, { cccd: '099172000001', phone: '0999000412' })
  const source = await register(client, { phone: '0999000413' }, [target.id])
  const visit = (id: string, patientId: string) => ({
    kind: 'create' as const,
    id,
    resource: {
      resourceType: 'Encounter' as const,
      status: 'finished' as const,
      class: { code: 'AMB' },
      subject: { reference: `Patient/${patientId}` },
      period: { start: '2026-10-01T08:00:00+07:00' },
    },
  })
  await commit(systemContext(client.services), [visit('v1', source.id), visit('v2', target.id)])
  return [source, target]
}

const merge = (client: TestClient, source: Registered, target: Registered, more: object = {}) =>
  client.send('POST', '/api/patient-merges', {
    body: {
      source: source.id,
      target: target.id,
      reason: 'cùng một người, quên mang giấy tờ',
      seen: { source: source.version, target: target.version },
      ...more,
    },
  })

const merges = async (client: TestClient) =>
  ((await client.send('GET', '/api/patient-merges')).body as MergeList).merges

describe('the record office', () => {
  it('finds the other entry of a person and sees both side by side', () =>
    run(async (client) => {
      const [source, target] = await twoEntries(client)
      const found = await client.send('GET', `/api/patient-merges/candidates?patient=${source.id}`)
      const { candidates } = found.body as MergeCandidates
      assert.deepEqual(
        candidates.map((one) => [one.patient.id, one.reasons]),
        [[target.id, ['sameNameAndBirth']]],
      )
      const shown = await client.send('GET', `/api/patient-merges/preview?source=${source.id}&target=${target.id}`)
      assert.equal(shown.status, 200, shown.text)
      const preview = shown.body as MergePreview
      assert.deepEqual([preview.source.visits, preview.target.visits, preview.result.visits], [1, 1, 2])
      assert.deepEqual(
        preview.result.phones.map((one) => [one.value, one.former]),
        [
          ['0999000412', false],
          ['0999000413', true],
        ],
      )
      assert.deepEqual(await merges(client), [])
    }))

  it('merges with a reason, lists it, and takes it back', () =>
    run(async (client) => {
      const [source, target] = await twoEntries(client)
      const done = await merge(client, source, target)
      assert.equal(done.status, 200, done.text)
      const { id, rewritten } = done.body as MergeDone
      assert.ok(rewritten >= 1)
      const [row] = await merges(client)
      assert.deepEqual(
        [row?.id, row?.source.id, row?.source.mergedInto, row?.target.name, row?.undoneAt, row?.mergedOnward],
        [id, source.id, target.id, 'Đặng Thị Huyền', undefined, false],
      )
      const undo = (body: object) => client.send('POST', `/api/patient-merges/${id}/undo`, { body })
      assert.equal((await undo({ reason: '  ' })).status, 400)
      const undone = await undo({ reason: 'hai người khác nhau' })
      assert.equal(undone.status, 200, undone.text)
      assert.deepEqual((undone.body as UndoDone).toLookAt, [])
      assert.ok((await merges(client))[0]?.undoneAt)
      assert.equal((await undo({ reason: 'lần nữa' })).status, 404)
    }))

  it('leaves nobody without the number that only the entry given up has', () =>
    run(async (client) => {
      const [without, papers] = await twoEntries(client)
      const path = `/api/patient-merges/preview?source=${papers.id}&target=${without.id}`
      const { result, source } = (await client.send('GET', path)).body as MergePreview
      const former = (kind: string, value: string | undefined) =>
        result.numbers.find((one) => one.kind === kind && one.value === value)?.former
      assert.equal(former('cccd', '099172000001'), false)
      assert.equal(former('mrn', source.numbers.find((one) => one.kind === 'mrn')?.value), true)
      assert.deepEqual(
        result.phones.map((one) => [one.value, one.former]),
        [
          ['0999000413', false],
          ['0999000412', true],
        ],
      )
      const done = await merge(client, papers, without)
      assert.equal(done.status, 200, done.text)
      const kept = await client.send('GET', `/api/patients/${without.id}`)
      assert.equal((kept.body as { form: { cccd?: string } }).form.cccd, '099172000001')
    }))

  it('does not merge without a reason, without the permission, or what was changed since', () =>
    run(async (client) => {
      const [source, target] = await twoEntries(client)
      assert.equal((await merge(client, source, target, { reason: ' ' })).status, 400)
      const stale = await merge(client, source, target, { seen: { source: source.version, target: 9 } })
      assert.deepEqual([stale.status, (stale.body as { code: string }).code], [409, 'patientMerge.changedSince'])
      const others = { as: { permissions: new Set(['patients.search', 'patients.read']) } }
      for (const path of [
        '',
        `/candidates?patient=${source.id}`,
        `/preview?source=${source.id}&target=${target.id}`,
      ])
        assert.equal((await client.send('GET', `/api/patient-merges${path}`, others)).status, 403, path)
      assert.deepEqual(await merges(client), [])
    }))
})
