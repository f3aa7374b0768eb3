import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import { createAccount } from '#modules/identity/create-account.ts'
import { type MedicineWard, nurse, withMedicineWard } from '#tests/support/medicine-ward.ts'
import { opened } from '#tests/support/ward.ts'
import type { BookView, RequisitionList, StockView } from './contract.ts'

const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
const password = 'mot-mat-khau-dai-1'

describe('the stock of a ward', () => {
  const open = opened<MedicineWard>(withMedicineWard)
  const send = (method: 'GET' | 'POST', path: string, body?: object, as = nurse) =>
    open().client.send(method, `/api${path}`, { as, ...(body ? { body } : {}) })
  const receive = (drugCode: string, lot: string, quantity: string, more: object = {}) =>
    send('POST', '/ward-stock/receive', {
      place: 'dept-noi',
      drugCode,
      lot,
      quantity,
      expiresOn: '2027-01-31',
      ...more,
    })
  async function row(drugCode: string) {
    const stock = (await send('GET', '/ward-stock?place=dept-noi')).body as StockView
    return stock.rows.find((one) => one.drugCode === drugCode)
  }
  const book = async (drug: string) =>
    (await send('GET', `/ward-stock/book?place=dept-noi&drug=${drug}`)).body as BookView

  async function keepsItsSums(drug: string): Promise<void> {
    const { rows } = await sql<{ same: boolean; least: string }>`
      select coalesce(sum(m.quantity), 0) = l.quantity as same, l.quantity::text as least
      from stock_lot l left join stock_move m using (facility, place, drug_code, lot)
      where l.drug_code = ${drug} group by l.lot, l.quantity
      union all
      select coalesce(sum(m.quantity), 0) = l.quantity, l.quantity::text
      from stock_level l left join stock_move m using (facility, place, drug_code)
      where l.drug_code = ${drug} group by l.quantity`.execute(open().ctx.db)
    for (const one of rows) assert.ok(one.same && Number(one.least) >= 0, JSON.stringify(one))
    const { lines } = await book(drug)
    let balance = 0
    for (const line of lines) {
      balance = Math.round((balance + Number(line.quantity)) * 10_000) / 10_000
      assert.equal(Number(line.balance), balance)
    }
  }

  it('is the sum of its moves, whatever happens, and never below zero unseen', async () => {
    const drug = 'PREDNISOLON-5'
    const lots = ['A', 'B', 'C']
    const act = fc.record({
      kind: fc.constantFrom('receive' as const, 'return' as const, 'destroy' as const, 'count' as const),
      lot: fc.constantFrom(...lots),
      amount: fc.integer({ min: 0, max: 4000 }).map((tens) => String(tens / 100)),
    })
    const body = { place: 'dept-noi', drugCode: drug, reason: 'thử nghiệm' }
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        for (const { kind, lot, amount } of acts) {
          const amounts = kind === 'count' ? { counted: amount } : { quantity: amount }
          const more = kind === 'receive' ? { expiresOn: '2027-01-31' } : {}
          const answer = await send('POST', `/ward-stock/${kind}`, { ...body, ...more, lot, ...amounts })
          assert.ok([200, 204, 400, 404, 422].includes(answer.status), answer.text)
        }
        await keepsItsSums(drug)
      }),
      { numRuns: 8 },
    )
  })

  it('never changes a move', async () => {
    await receive('LORATADIN-10', 'L1', '5')
    await assert.rejects(
      sql`update stock_move set quantity = 50 where drug_code = 'LORATADIN-10'`.execute(open().ctx.db),
      /never changed/,
    )
    await assert.rejects(sql`delete from stock_move`.execute(open().ctx.db), /never changed/)
  })

  it('takes what expires first, shows a debt, and settles it with the next delivery', async () => {
    const stay = await open().patient(21, '0260184921')
    const id = await open().order(stay, { drugCode: 'METFORMIN-500', dose: 3 })
    await receive('METFORMIN-500', 'LATE', '1', { expiresOn: '2028-01-31' })
    await receive('METFORMIN-500', 'SOON', '1')
    const given = await send('POST', `/stays/${stay.encounterId}/doses`, {
      band: '0260184921',
      doses: [{ id: uuidv7(), requestId: id, dueAt: '2026-11-23T10:00:00+07:00', drugBy: 'no-barcode' }],
    })
    assert.equal(given.status, 200, given.text)
    const { lines } = await book('METFORMIN-500')
    assert.deepEqual(
      lines.slice(2).map((one) => [one.lot, one.quantity]),
      [
        ['SOON', '-1'],
        ['LATE', '-1'],
        ['', '-1'],
      ],
    )
    assert.deepEqual((await row('METFORMIN-500'))?.lots, [{ lot: '', quantity: '-1', state: 'debt' }])
    await receive('METFORMIN-500', 'NEW', '10')
    const after = await row('METFORMIN-500')
    assert.deepEqual([after?.quantity, after?.lots.map((one) => [one.lot, one.quantity])], ['9', [['NEW', '9']]])
  })

  it('keeps the book of a psychotropic medicine with two persons, and destroys the rest before them', async () => {
    assert.equal(codeOf(await receive('DIAZEPAM-5', 'D1', '10')), 'wardStock.needsWitness')
    const account = { name: 'Vũ Hải Yến', roles: ['nurse'], departments: ['NOI'], password }
    await createAccount(open().ctx, { ...account, userName: 'haiyen', mustChange: false })
    const second = async (about: string) => {
      const answer = await send('POST', '/second-person', { userName: 'haiyen', password, about })
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as { id: string }).id
    }
    const wrong = { userName: 'haiyen', password: 'khong-dung', about: 'Organization/dept-noi' }
    assert.equal((await send('POST', '/second-person', wrong)).status, 401)
    const forWard = await second('Organization/dept-noi')
    assert.equal((await receive('DIAZEPAM-5', 'D1', '10', { secondPersonId: forWard })).status, 204)
    const twice = await receive('DIAZEPAM-5', 'D1', '10', { secondPersonId: forWard })
    assert.equal(codeOf(twice), 'wardStock.witnessOver', 'a confirmation counts once')
    const stay = await open().patient(22, '0260184922')
    const id = await open().order(stay, { drugCode: 'DIAZEPAM-5', dose: 0.5 })
    const give = (more: object, dose: object = {}) =>
      send('POST', `/stays/${stay.encounterId}/doses`, {
        band: '0260184922',
        ...more,
        doses: [
          {
            id: uuidv7(),
            requestId: id,
            dueAt: '2026-11-23T10:00:00+07:00',
            code: 'LOT:DIAZEPAM-5:D1',
            units: '1',
            destroyed: '0,5',
            ...dose,
          },
        ],
      })
    assert.equal(codeOf(await give({})), 'medicines.needsSecondPerson')
    assert.equal(codeOf(await give({ secondPersonId: forWard })), 'wardStock.witnessOver', 'it was for the ward')
    const forStay = await second(`Encounter/${stay.encounterId}`)
    assert.equal((await give({ secondPersonId: forStay })).status, 200)
    const { lines, kind } = await book('DIAZEPAM-5')
    assert.deepEqual(
      [kind, ...lines.map((one) => [one.kind, one.quantity, one.balance, one.witness])],
      [
        'H',
        ['receive', '10', '10', 'Vũ Hải Yến'],
        ['dose', '-0.5', '9.5', 'Vũ Hải Yến'],
        ['destroy', '-0.5', '9', 'Vũ Hải Yến'],
      ],
    )
    await assert.rejects(
      sql`insert into stock_move (facility, id, place, drug_code, drug_name, unit, controlled, lot, quantity, kind, at, recorded_at, by_account, by_name)
          values (1, ${uuidv7()}, 'dept-noi', 'DIAZEPAM-5', 'x', 'viên', 'H', 'D1', -1, 'dose', now(), now(), 'a', 'A')`.execute(
        open().ctx.db,
      ),
      /two_persons/,
    )
  })

  it('refuses what a ward does not hold of a controlled medicine, and an expired lot', async () => {
    assert.equal(
      codeOf(await receive('LOSARTAN-50', 'OLD', '5', { expiresOn: '2026-11-22' })),
      'wardStock.expired',
    )
    const stay = await open().patient(23, '0260184923')
    const id = await open().order(stay, { drugCode: 'PHENOBARBITAL-100' })
    const about = `Encounter/${stay.encounterId}`
    const second = await send('POST', '/second-person', { userName: 'haiyen', password, about })
    const given = await send('POST', `/stays/${stay.encounterId}/doses`, {
      band: '0260184923',
      secondPersonId: (second.body as { id: string }).id,
      doses: [{ id: uuidv7(), requestId: id, dueAt: '2026-11-23T10:00:00+07:00', drugBy: 'no-barcode' }],
    })
    assert.equal(codeOf(given), 'wardStock.notEnough')
  })

  it('counts with a reason for a difference', async () => {
    await receive('CETIRIZIN-10', 'C1', '20')
    const count = (counted: string, more: object = {}) =>
      send('POST', '/ward-stock/count', {
        place: 'dept-noi',
        drugCode: 'CETIRIZIN-10',
        lot: 'C1',
        counted,
        ...more,
      })
    assert.equal(codeOf(await count('18')), 'wardStock.differenceNeedsReason')
    const told = await count('18', { reason: 'Vỡ hai viên' })
    assert.deepEqual(told.body, { difference: '-2' })
    assert.deepEqual((await count('18')).body, { difference: '0' })
    assert.equal((await row('CETIRIZIN-10'))?.quantity, '18')
  })

  it('asks the pharmacy on two papers, is supplied, and takes in once', async () => {
    const body = {
      id: uuidv7(),
      place: 'dept-noi',
      forDay: '2026-11-24',
      lines: [
        { drugCode: 'AMLODIPIN-5', quantity: '12' },
        { drugCode: 'CLONAZEPAM-2', quantity: '2' },
      ],
    }
    assert.equal((await send('POST', '/ward-stock/requisitions', body)).status, 200)
    const list = async () =>
      ((await send('GET', '/ward-stock/requisitions?place=dept-noi')).body as RequisitionList).requisitions
    assert.deepEqual((await list()).map((one) => one.controlled).sort(), [false, true])
    const plain = (await list()).find((one) => !one.controlled)
    const path = `/ward-stock/requisitions/${plain?.id}`
    const pharmacist = { ...nurse, id: 'pharmacist', permissions: new Set(['wardStock.read', 'wardStock.supply']) }
    const lines = [{ drugCode: 'AMLODIPIN-5', quantity: '12', lot: 'P1', expiresOn: '2027-06-30' }]
    assert.equal((await send('POST', `${path}/supply`, { lines })).status, 403, 'a nurse does not supply')
    assert.equal((await send('POST', `${path}/supply`, { lines }, pharmacist)).status, 204)
    assert.equal((await send('POST', `${path}/cancel`)).status, 409)
    assert.equal((await send('POST', `${path}/receive`, {})).status, 204)
    assert.equal((await send('POST', `${path}/receive`, {})).status, 409)
    assert.equal((await row('AMLODIPIN-5'))?.quantity, '12')
  })
})
