import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hospitalResources } from '#app/demo/hospital-resources.ts'
import { patients, registerPatient } from '#modules/patients/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { QueueAnswer, RoomsAnswer, Ticket } from './contract.ts'
import { encounters } from './index.ts'

interface Problem {
  readonly code: string
  readonly details: Record<string, string>
}

/** A server with the demo hospital's rooms and staff. */
const withHospital = (work: (client: TestClient) => Promise<void>) =>
  withServer([patients, encounters], async (client) => {
    const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
    await commit(
      ctx,
      hospitalResources().map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' }) as const),
    )
    await work(client)
  })

async function newPatient(client: TestClient, name: string, birthDate = '1980-01-01'): Promise<string> {
  const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
  return (
    await ctx.db
      .transaction()
      .execute((tx) => registerPatient({ ...ctx, db: tx }, { name, sex: 'female', birthDate }))
  ).id
}

const arrive = (client: TestClient, patientId: string, more: object = {}) =>
  client.send('POST', '/api/encounters/check-in', {
    body: { patientId, roomId: 'room-noi-2', reason: 'Tái khám tăng huyết áp', payer: 'bhyt', ...more },
  })

const queue = async (client: TestClient, query = '') =>
  (await client.send('GET', `/api/queue?room=room-noi-2${query}`)).body as QueueAnswer

describe('check-in', () => {
  it('opens the record and gives a number with the expected time', () =>
    withHospital(async (client) => {
      const first = await arrive(client, await newPatient(client, 'Người Thứ A'))
      assert.equal(first.status, 200, first.text)
      const ticket = first.body as Ticket
      assert.deepEqual(
        [ticket.number, ticket.recordNumber, ticket.ahead, ticket.facility, ticket.room.name],
        ['001', '26/000001', 0, 'Bệnh viện Đa khoa Ngàn Phố', 'Phòng khám Nội 2'],
      )
      const second = (await arrive(client, await newPatient(client, 'Người Thứ B'))).body as Ticket
      assert.deepEqual([second.number, second.ahead, second.expectedAt], ['002', 1, '2026-11-23T10:47:00+07:00'])
    }))

  it('gives distinct numbers without a gap when thirty come at the same moment', () =>
    withHospital(async (client) => {
      const ids = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          newPatient(client, `Người ${String.fromCharCode(65 + n)}`, `19${50 + n}-01-01`),
        ),
      )
      const tickets = (await Promise.all(ids.map((id) => arrive(client, id)))).map(
        (answer) => answer.body as Ticket,
      )
      const numbers = tickets.map((ticket) => ticket.number).sort()
      assert.deepEqual(new Set(numbers).size, 30)
      assert.equal(new Set(tickets.map((ticket) => ticket.recordNumber)).size, 30)
      assert.equal(
        numbers.filter((number) => !number.startsWith('P')).at(-1),
        String(numbers.filter((number) => !number.startsWith('P')).length).padStart(3, '0'),
      )
    }))

  it('puts the old, the small and emergencies first, and calls them in that order', () =>
    withHospital(async (client) => {
      await arrive(client, await newPatient(client, 'Người Trong Lượt'))
      const old = (await arrive(client, await newPatient(client, 'Cụ Bà', '1940'))).body as Ticket
      await arrive(client, await newPatient(client, 'Người Cấp Cứu'), { priority: 'emergency' })
      assert.deepEqual([old.number, old.priority, old.ahead], ['P01', 'elderly', 0])
      assert.deepEqual(
        (await queue(client)).entries.map((entry) => entry.number),
        ['P02', 'P01', '001'],
      )
      assert.equal(
        ((await arrive(client, await newPatient(client, 'Ai'), { priority: 'friend' })).body as Problem).code,
        'encounters.unknownPriority',
      )
    }))

  it('gives a patient one number per room and day unless a second is asked for', () =>
    withHospital(async (client) => {
      const id = await newPatient(client, 'Người Đến Hai Lần')
      const answers = await Promise.all([arrive(client, id), arrive(client, id)])
      assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409])
      assert.equal(
        (answers.find((answer) => answer.status === 409)?.body as Problem | undefined)?.code,
        'encounters.alreadyWaiting',
      )
      assert.equal(((await arrive(client, id, { again: true })).body as Ticket).number, '002')
      assert.equal((await arrive(client, id, { roomId: 'room-mat' })).status, 200)
      assert.equal(
        ((await arrive(client, id, { roomId: 'room-x' })).body as Problem).code,
        'encounters.roomClosed',
      )
      assert.equal(((await arrive(client, id, { reason: ' ' })).body as Problem).code, 'encounters.reasonMissing')
    }))
})

describe('the line', () => {
  it('lets a number be called, skipped, taken back to the end, and started', () =>
    withHospital(async (client) => {
      const a = (await arrive(client, await newPatient(client, 'Người A'))).body as Ticket
      const b = (await arrive(client, await newPatient(client, 'Người B', '1981-01-01'))).body as Ticket
      const move = (id: string, verb: string) =>
        client.send('POST', `/api/queue/${id}/${verb}`, { as: { practitionerId: 'practitioner-bacsi' } })
      assert.equal((await move(a.encounterId, 'call')).status, 204)
      assert.equal((await move(a.encounterId, 'skip')).status, 204)
      const wrong = await move(a.encounterId, 'skip')
      assert.deepEqual([wrong.status, (wrong.body as Problem).code], [409, 'encounters.wrongState'])
      assert.equal((await move(b.encounterId, 'start')).status, 204)
      assert.equal((await move(a.encounterId, 'back')).status, 204)
      for (const none of ['', ','])
        assert.deepEqual(await queue(client, `&state=${none}`), await queue(client), 'no state is named')
      const { entries, counts } = await queue(client)
      assert.deepEqual(
        entries.map((entry) => [entry.number, entry.state]),
        [
          ['001', 'waiting'],
          ['002', 'in-room'],
        ],
      )
      assert.deepEqual(counts, { waiting: 1, 'in-room': 1 })
      assert.equal(
        (
          await client.send('POST', `/api/queue/${a.encounterId}/call`, {
            as: { permissions: new Set(['encounters.read']) },
          })
        ).status,
        403,
      )
    }))

  it('is counted for every room, and the reason leads to the room', () =>
    withHospital(async (client) => {
      await arrive(client, await newPatient(client, 'Người A'))
      const { rooms } = (await client.send('GET', `/api/rooms?reason=${encodeURIComponent('đau họng, sốt')}`))
        .body as RoomsAnswer
      assert.equal(rooms[0]?.id, 'room-tmh')
      assert.deepEqual(
        rooms
          .filter((room) => room.id === 'room-noi-2')
          .map((room) => [room.waiting, room.waitMinutes, room.doctor]),
        [[1, 5, 'Nguyễn Văn Minh']],
      )
      assert.ok(rooms.every((room) => !room.id.startsWith('room-tiep-don')))
    }))
})
