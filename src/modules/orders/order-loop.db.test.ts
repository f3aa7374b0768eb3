import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  DetectedIssue,
  MedicationRequest,
  Observation,
  Organization,
  Procedure,
  Specimen,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { drugOrders } from '#modules/drug-orders/index.ts'
import { type CheckedView, orderChecks } from '#modules/order-checks/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { OverdueView, StayOrdersView, ToCosignView } from './contract.ts'
import { orders } from './index.ts'
import type { CopyView, PadItem, SetsView, SetView } from './office-contract.ts'

interface Hospital {
  readonly client: TestClient
  readonly ctx: Context
}

/** Moved by the tests: deadlines pass. */
let clock = new Date('2026-11-23T02:00:00Z')
const later = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000)
}

const hospital = opened<Hospital>((work) =>
  withServer(
    [orders, drugOrders, orderChecks, prescriptions],
    async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      const imaging: Organization = {
        resourceType: 'Organization',
        id: 'dept-cdha',
        name: 'Khoa Chẩn đoán hình ảnh',
      }
      await commit(ctx, [{ kind: 'create', resource: imaging, id: 'dept-cdha' }])
      await work({ client, ctx })
    },
    { now: () => clock },
  ),
)

let beds = 0
const stay = (given: object = {}) => givenStay(hospital().ctx, { bed: ++beds, ...given })
const at = ({ encounterId }: Stay) => `/api/stays/${encounterId}/orders`
const code = (answer: { body: unknown }) => (answer.body as { code: string }).code
const send = (path: string, body: object = {}, as: object = {}) =>
  hospital().client.send('POST', path, { body, as })
const get = async <T>(path: string, as: object = {}) =>
  (await hospital().client.send('GET', path, { as })).body as T
const place = (one: Stay, lines: object[], more: object = {}, as: object = {}) =>
  send(at(one), { lines, ...more }, as)
const service = (kind: string, itemCode: string, more: object = {}) => ({
  kind,
  code: itemCode,
  id: uuidv7(),
  ...more,
})
const drug = (drugCode: string, more: object = {}) => ({
  kind: 'drug',
  id: uuidv7(),
  drugCode,
  dose: 1,
  schedule: { type: 'hours', at: ['08:00'] },
  ...more,
})
const orderOf = async (one: Stay, id: string) =>
  (await get<StayOrdersView>(at(one))).orders.find((order) => order.id === id)

const nurse = {
  id: 'nurse',
  practitionerId: 'practitioner-other',
  name: 'Người Khác',
  permissions: new Set(['orders.read', 'orders.place', 'orders.perform']),
}

async function creatinine(one: Stay, value: number): Promise<void> {
  const resource: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: cs.lab, code: 'CREA' }] },
    subject: { reference: `Patient/${one.patientId}` },
    encounter: { reference: `Encounter/${one.encounterId}` },
    effectiveDateTime: clock.toISOString(),
    valueQuantity: { value, unit: 'µmol/L' },
  }
  await commit(hospital().ctx, [{ kind: 'create', resource }])
}

describe('checks at the moment of ordering', () => {
  it('hold back, explain themselves, pass with a reason that is kept, and are counted', async () => {
    const one = await stay()
    await place(one, [drug('CLARITHROMYCIN-500')])
    const colchicine = drug('COLCHICIN-1')
    const checked = (await send(`${at(one)}/check`, { lines: [colchicine, drug('SAT-UVAN')] })).body as CheckedView
    const alert = checked.alerts.find((each) => each.rule === 'interaction.macrolide-colchicin')
    assert.ok(alert?.why && alert.todo && alert.source)
    assert.deepEqual(checked.uncovered.find((each) => each.drug.startsWith('Huyết thanh'))?.missing.length, 6)
    assert.equal(code(await place(one, [colchicine])), 'orders.heldBack')
    const overrides = [{ key: alert.key, reason: 'Đã hội chẩn dược lâm sàng' }]
    assert.equal((await place(one, [colchicine], { overrides })).status, 200)
    const issues = await searchResources<DetectedIssue>(hospital().ctx, 'DetectedIssue', {
      patient: one.patientId,
    })
    assert.deepEqual(
      issues.map((issue) => [issue.mitigation?.[0]?.action.text, issue.implicated?.[0]?.reference]),
      [['Đã hội chẩn dược lâm sàng', `MedicationRequest/${colchicine.id}`]],
    )
    const measure = await get<{ rules: { rule: string; shown: number; overridden: number; reasons: string[] }[] }>(
      '/api/order-checks/measure?from=2026-11-23&to=2026-11-23',
    )
    const row = measure.rules.find((rule) => rule.rule === 'interaction.macrolide-colchicin')
    assert.deepEqual([row?.shown, row?.overridden, row?.reasons], [1, 1, ['Đã hội chẩn dược lâm sàng']])
  })

  it('go by the newest creatinine, and a hard stop takes no reason', async () => {
    const one = await stay()
    await creatinine(one, 300)
    const metformin = drug('METFORMIN-500')
    const checked = (await send(`${at(one)}/check`, { lines: [metformin] })).body as CheckedView
    assert.equal(checked.basis.formula, 'ckd-epi-2021')
    const stop = checked.alerts.find((each) => each.rule === 'renal.metformin-30')
    assert.equal(stop?.overridable, false)
    const overrides = [{ key: stop?.key ?? '', reason: 'Vẫn muốn dùng' }]
    assert.equal(code(await place(one, [metformin], { overrides })), 'orders.heldBack')
    assert.equal((await place(one, [drug('LINAGLIPTIN-5')])).status, 200)
    const measure = await get<{ rules: { rule: string; heeded: number }[] }>(
      '/api/order-checks/measure?from=2026-11-23&to=2026-11-23',
    )
    assert.equal(measure.rules.find((rule) => rule.rule === 'renal.metformin-30')?.heeded, 1)
  })

  it('know the same test of the day and the allergy of module prescriptions', async () => {
    const one = await stay()
    await place(one, [service('laboratory', 'CBC')])
    assert.equal(code(await place(one, [service('laboratory', 'CBC')])), 'orders.heldBack')
    await commit(hospital().ctx, [
      {
        kind: 'create',
        resource: {
          resourceType: 'AllergyIntolerance',
          patient: { reference: `Patient/${one.patientId}` },
          clinicalStatus: { coding: [{ system: cs.allergyClinical, code: 'active' }] },
          criticality: 'high',
          code: { text: 'Penicilin' },
        },
      },
    ])
    const checked = (await send(`${at(one)}/check`, { lines: [drug('AMOXICILIN-500')] })).body as CheckedView
    assert.deepEqual(
      checked.alerts.filter((each) => each.kind === 'allergy').map((each) => [each.level, each.overridable]),
      [['stop', false]],
    )
  })

  it('let two doctors order the same drug once: the second is told', async () => {
    const one = await stay()
    const [a, b] = await Promise.all([place(one, [drug('AMLODIPIN-5')]), place(one, [drug('AMLODIPIN-5')])])
    assert.deepEqual([a.status, b.status].sort(), [200, 422])
  })
})

describe('the loop of an order', () => {
  it('is overdue, performed once by who did it, answered, and seen', async () => {
    const one = await stay()
    const image = service('imaging', 'XQ-NGUC', { urgent: true })
    await place(one, [image])
    const overdue = (view: string) =>
      get<OverdueView>(`/api/orders/overdue?view=${view}`, { departments: ['CDHA'] })
    const has = async (view: string) => (await overdue(view)).orders.find((order) => order.id === image.id)?.step
    assert.equal(await has('performing'), undefined)
    later(61)
    assert.deepEqual([await has('performing'), await has('mine')], ['perform', 'perform'])
    assert.equal(
      (await send(`/api/orders/${image.id}/perform`, {}, { permissions: new Set(['orders.read']) })).status,
      403,
    )
    assert.equal((await send(`/api/orders/${image.id}/perform`, { quantity: 2 }, nurse)).status, 204)
    assert.equal(code(await send(`/api/orders/${image.id}/perform`)), 'orders.alreadyDone')
    const done = await searchResources<Procedure>(hospital().ctx, 'Procedure', { encounter: one.encounterId })
    assert.equal(done.length, 1)
    const [act] = done
    assert.equal(act?.performer?.[0]?.actor.reference, 'Practitioner/practitioner-other')
    assert.equal(act?.performer?.[0]?.onBehalfOf?.reference, 'Organization/dept-cdha')
    assert.equal(act?.location?.reference, `Location/${one.bedId}`)
    assert.equal(numberOf(act?.extension?.find((part) => part.url === ext.actQuantity)?.valueQuantity?.value), 2)
    assert.equal(act?.extension?.find((part) => part.url === ext.payer)?.valueCode, 'bhyt')
    assert.equal((await send(`/api/orders/${image.id}/answer`, { result: 'Đám mờ đáy phổi phải' })).status, 204)
    assert.equal((await orderOf(one, image.id))?.result, 'Đám mờ đáy phổi phải')
    later(61)
    assert.equal(await has('mine'), 'see')
    assert.equal((await send(`/api/orders/${image.id}/seen`)).status, 204)
    assert.equal(await has('mine'), undefined)
    assert.ok((await orderOf(one, image.id))?.seenAt)
  })

  it('is not stopped once its blood is drawn or it was done', async () => {
    const one = await stay()
    const [lab, ecg] = [service('laboratory', 'CBC'), service('function-test', 'TD-DTD')]
    await place(one, [lab, ecg])
    const specimen: Specimen = {
      resourceType: 'Specimen',
      status: 'available',
      subject: { reference: `Patient/${one.patientId}` },
      request: [{ reference: `ServiceRequest/${lab.id}` }],
      collection: { collectedDateTime: clock.toISOString() },
    }
    await commit(hospital().ctx, [{ kind: 'create', resource: specimen }])
    assert.ok((await orderOf(one, lab.id))?.collectedAt)
    await send(`/api/orders/${ecg.id}/perform`, {}, nurse)
    for (const order of [lab, ecg]) {
      const stop = await send(`${at(one)}/ServiceRequest/${order.id}/change`, {
        to: 'stop',
        reason: 'Nhầm người bệnh',
      })
      assert.equal(code(stop), 'orders.tooLate')
    }
  })

  it('nursing goes on after it was done; a stopped order is not performed', async () => {
    const one = await stay()
    const turning = service('nursing', 'CS-XOAYTRO', { everyHours: 2 })
    await place(one, [turning])
    assert.equal((await send(`/api/orders/${turning.id}/perform`, {}, nurse)).status, 204)
    assert.equal((await send(`/api/orders/${turning.id}/perform`, {}, nurse)).status, 204)
    assert.equal((await orderOf(one, turning.id))?.state, 'active')
    await send(`${at(one)}/ServiceRequest/${turning.id}/change`, { to: 'stop', reason: 'Đã tự xoay trở' })
    assert.equal(code(await send(`/api/orders/${turning.id}/perform`, {}, nurse)), 'orders.notActive')
  })

  it('an order by word waits for its doctor, who alone signs, once', async () => {
    const one = await stay()
    const line = drug('FUROSEMID-40')
    const verbal = { way: 'emergency', saidBy: 'practitioner-test', readBack: true }
    assert.equal((await place(one, [line], { verbal }, nurse)).status, 200)
    const mine = async () =>
      (await get<ToCosignView>('/api/orders/to-cosign')).orders.find((each) => each.id === line.id)
    assert.equal((await mine())?.late, false)
    later(6 * 60 + 1)
    assert.equal((await mine())?.late, true)
    const path = `/api/orders/by-word/MedicationRequest/${line.id}/cosign`
    const colleague = { practitionerId: 'practitioner-other', name: 'Người Khác' }
    assert.equal(code(await send(path, {}, colleague)), 'orders.notYours')
    const [a, b] = await Promise.all([send(path), send(path)])
    assert.deepEqual([a.status, b.status].sort(), [204, 409])
    assert.equal(await mine(), undefined)
    const [request] = await searchResources<MedicationRequest>(hospital().ctx, 'MedicationRequest', {
      encounter: one.encounterId,
    })
    assert.equal(request?.status, 'active')
  })
})

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
      effectiveDateTime: clock.toISOString(),
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
    assert.equal(code(await send('/api/order-pad/sets', { ...own, id: uuidv7() })), 'orders.setNameTaken')
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
