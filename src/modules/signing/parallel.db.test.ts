import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import type { Actor } from '#platform/context.ts'
import { codeOf, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { givenPaperOf, hoa, minh, nghia, quang, signAs, withStaff } from '#tests/support/signing-staff.ts'
import { opened, type Ward } from '#tests/support/ward.ts'
import type { WaitingPlaces } from './contract.ts'
import { demoPin, signing } from './index.ts'
import { tables } from './tables.ts'

const ward = opened<Ward>((work) => withStaff([forms, documents, signing], work))

/** A record whose head of department and director may sign in any order after its doctors. */
async function givenParallel(): Promise<string> {
  const { ctx } = ward()
  const paper = await givenPaperOf(ward(), '01-BV1')
  await tables(ctx)
    .updateTable('signature_slot')
    .set({ turn: 3 })
    .where('document_id', '=', paper)
    .where('slot', 'in', ['head', 'director'])
    .execute()
  assert.equal(await signAs(ward(), paper, minh), 'signed')
  return paper
}

async function viewOf(id: string): Promise<PaperView> {
  const { client } = ward()
  return (await client.send('GET', `/api/documents/${id}`, { as: minh })).body as PaperView
}

/** Opens the paper now, and signs it when told. */
async function opensToSign(paper: PaperView, as: Partial<Actor>) {
  const { client } = ward()
  const batch = await reviewed(client, [paper], as)
  const body = { documents: [shown(paper)], batch, pin: demoPin }
  return () => client.send('POST', '/api/signing/sign', { as, body })
}

describe('places of one turn', () => {
  it('are signed in any order, after those before them', async () => {
    const paper = await givenParallel()
    assert.match(await signAs(ward(), paper, nghia), /^signing\.notYourTurn/, 'the treating doctor stands before')
    assert.equal(await signAs(ward(), paper, minh), 'signed')
    const { client, encounterId } = ward()
    const list = await client.send('GET', `/api/signing/places?encounter=${encounterId}`, { as: quang })
    const waiting = (list.body as WaitingPlaces).places.filter(({ id }) => id === paper)
    assert.deepEqual(waiting.map(({ slot, turn, mine }) => [slot, turn, mine]).sort(), [
      ['director', true, false],
      ['head', true, true],
    ])
    // The director holds the head's office too; whoever signs first leaves the other place open.
    assert.equal(await signAs(ward(), paper, quang), 'signed')
    assert.equal(await signAs(ward(), paper, nghia), 'signed')
    assert.equal((await viewOf(paper)).state, 'signed')
  })

  it('signed at once: one wins, the other opens the paper again and signs too', async () => {
    const paper = await givenParallel()
    await signAs(ward(), paper, minh)
    const view = await viewOf(paper)
    const [one, another] = [await opensToSign(view, quang), await opensToSign(view, nghia)]
    const answers = await Promise.all([one(), another()])
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [200, 412],
      answers.map(({ text }) => text).join(),
    )
    const told = answers.find(({ status }) => status !== 200)
    assert.equal(told && codeOf(told), 'signing.contentChanged')
    const other = answers[0]?.status === 200 ? nghia : quang
    assert.equal(await signAs(ward(), paper, other), 'signed')
    const checked = await ward().client.send('GET', `/api/documents/${paper}/validation`, { as: minh })
    assert.equal((checked.body as { verdict: string }).verdict, 'whole')
  })
})

describe('the list of a department', () => {
  it('tells each place of its papers: whose it is, and whether it is their turn', async () => {
    const { client } = ward()
    const paper = await givenPaperOf(ward(), '27-BV2')
    const placesFor = async (as: Partial<Actor>) => {
      const answer = await client.send('GET', '/api/signing/places', { as })
      assert.equal(answer.status, 200, answer.text)
      const { places } = answer.body as WaitingPlaces
      return places.filter(({ id }) => id === paper).map(({ slot, turn, mine }) => ({ slot, turn, mine }))
    }
    const secretary = { slot: 'secretary', turn: true, mine: true }
    const chair = { slot: 'chair', turn: false, mine: true }
    const kkb = { departments: ['KKB'] }
    assert.deepEqual(await placesFor({ ...quang, ...kkb }), [secretary, chair])
    assert.deepEqual(await placesFor({ ...hoa, departments: ['NHI'] }), [], 'papers of another department')
    assert.deepEqual(await placesFor({ ...quang, departments: [] }), [])
    assert.equal(await signAs(ward(), paper, minh), 'signed')
    assert.deepEqual(await placesFor({ ...quang, ...kkb }), [{ ...chair, turn: true }])
    const clerk = { ...quang, ...kkb, roles: ['reception'], practitionerId: 'practitioner-khac' }
    assert.deepEqual(await placesFor(clerk), [{ slot: 'chair', turn: true, mine: false }])
  })
})
