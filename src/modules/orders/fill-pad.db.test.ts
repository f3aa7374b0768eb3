import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { commit } from '#store/commit.ts'
import { codeOf, drug, orderWard, service } from '#tests/support/order-ward.ts'
import type { CopyView, PadItem, SetsView, SetView } from './office-contract.ts'

const { hospital, send, get, now, later, stay, place, orderOf } = orderWard()

describe('filling the pad', () => {
  it('finds by folded words and codes, favourites and habits first', async () => {
    const find = async (q: string) =>
      (await get<{ items: PadItem[] }>(`/api/order-pad/search?q=${encodeURIComponent(q)}`)).items
    assert.equal((await find('sieu am bung'))[0]?.code, 'SA-BUNG')
    assert.equal((await find('cbc'))[0]?.code, 'CBC')
    assert.ok((await find('tieu duong')).some((item) => item.kind === 'diet'))
    assert.equal((await find('ringer'))[0]?.kind, 'infusion')
    const before = (await find('paracetamol')).map((item) => item.code)
    const last = before.at(-1) ?? ''
    assert.notEqual(before[0], last)
    await send('/api/order-pad/favourites', { kind: 'drug', code: last, on: true })
    assert.deepEqual([(await find('paracetamol'))[0]?.code, (await find(''))[0]?.code], [last, last])
  })

  it('proposes protocols by age, diagnosis and weight, and one’s own sets', async () => {
    const one = await stay({ birthDate: '2020-05-01' })
    const sets = async () => (await get<SetsView>(`/api/stays/${one.encounterId}/order-sets`)).sets
    assert.equal((await sets()).find((set) => set.code === 'DENGUE-CANHBAO')?.applies, false)
    await commit(hospital().ctx, [
      {
        kind: 'create',
        resource: {
          resourceType: 'Condition',
          code: { coding: [{ system: cs.icd10, code: 'A97.1' }] },
          subject: { reference: `Patient/${one.patientId}` },
          encounter: { reference: `Encounter/${one.encounterId}` },
        },
      },
    ])
    const dengue = () => get<SetView>(`/api/stays/${one.encounterId}/order-sets/DENGUE-CANHBAO`)
    assert.equal((await sets()).find((set) => set.code === 'DENGUE-CANHBAO')?.applies, true)
    const ringer = (set: SetView) => set.lines.find((line) => line.kind === 'infusion')
    assert.equal(ringer(await dengue())?.applies, false)
    const weight: Observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: cs.loinc, code: '29463-7' }] },
      subject: { reference: `Patient/${one.patientId}` },
      effectiveDateTime: now().toISOString(),
      valueQuantity: { value: 20, unit: 'kg' },
    }
    await commit(hospital().ctx, [{ kind: 'create', resource: weight }])
    const fluid = ringer(await dengue())
    assert.equal(fluid?.applies, true)
    assert.deepEqual(fluid.line.kind === 'drug' && [fluid.line.dose, fluid.line.rateMlPerHour], [120, 120])
    const ready = (await dengue()).lines.filter((line) => line.applies).map((line) => line.line)
    assert.ok(ready.length >= 7)
    const own = { id: uuidv7(), name: 'Sáng khoa Nội', lines: [service('laboratory', 'GLU')] }
    assert.equal((await send('/api/order-pad/sets', own)).status, 204)
    assert.equal(codeOf(await send('/api/order-pad/sets', { ...own, id: uuidv7() })), 'orders.setNameTaken')
    assert.equal((await sets())[0]?.name, 'Sáng khoa Nội')
    const tsv = await get<SetView>(`/api/stays/${one.encounterId}/order-sets/OS-SUCKHOE`)
    assert.equal(tsv.lines.length, 8)
    const placed = await place(one, ready)
    assert.equal(placed.status, 200, placed.text)
  })

  it('copies yesterday’s orders that have ended, and leaves what goes on', async () => {
    const one = await stay()
    const lines = [
      drug('AMLODIPIN-5'),
      drug('CEFTRIAXON-1T', { schedule: { type: 'interval', everyHours: 24 }, days: 1 }),
      service('diet', 'DD-BT'),
    ]
    await place(one, lines)
    later(25 * 60)
    const path = `/api/stays/${one.encounterId}/orders-to-copy`
    const { orders: found } = await get<CopyView>(path)
    assert.deepEqual(found.map((order) => [order.kind, order.goesOn]).sort(), [
      ['diet', true],
      ['drug', false],
      ['drug', true],
    ])
    const copied = await send(path, { orders: found.map((order) => order.id) })
    assert.equal(copied.status, 200, copied.text)
    assert.equal((await orderOf(one, lines[1]?.id ?? ''))?.state, 'done')
    assert.equal((copied.body as { placed: unknown[] }).placed.length, 1)
  })
})
