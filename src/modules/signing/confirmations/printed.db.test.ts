import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import type { ConfirmationBegun, ConfirmationsOfPaper, WaitingPlaces } from '#modules/signing/contract.ts'
import { codeOf, reviewed } from '#tests/support/papers-to-sign.ts'
import { givenPaperOf, minh, signAs, withStaff } from '#tests/support/signing-staff.ts'
import { opened, type Ward } from '#tests/support/ward.ts'
import { signing } from '../index.ts'

const ward = opened<Ward>((work) => withStaff([forms, documents, signing], work))
const line = Array.from({ length: 60 }, (_, at) => [at * 10, 300 + Math.round(Math.sin(at / 4) * 80), at * 16])

interface Report {
  readonly verdict: string
  readonly signatures: readonly {
    readonly field: string
    readonly text: string
    readonly details: string[]
    readonly signer: string
  }[]
}

const get = async <T>(url: string) => (await ward().client.send('GET', url, { as: minh })).body as T

/** The patient's daughter draws her signature before a witness. */
async function confirm(id: string) {
  const { client } = ward()
  const { version, sha256, places } = await get<ConfirmationsOfPaper>(`/api/signing/confirmations/${id}`)
  const begun = await client.send('POST', '/api/signing/confirmations', {
    as: minh,
    body: {
      document: { id, version, sha256 },
      place: places[0]?.id,
      method: 'drawn',
      name: 'Đặng Thị Con',
      relation: 'child',
      witness: 'Lê Thị Hoa',
    },
  })
  assert.equal(begun.status, 200, begun.text)
  const { id: question } = begun.body as ConfirmationBegun
  return client.send('POST', `/api/signing/confirmations/${question}/answer`, {
    as: minh,
    body: { method: 'drawn', strokes: [line] },
  })
}

const waitingOn = async (id: string) =>
  (await get<WaitingPlaces>(`/api/signing/places?encounter=${ward().encounterId}`)).places
    .filter((one) => one.id === id)
    .map(
      ({ role: _role, slot, turn, confirm: isConfirm }: WaitingPlaces['places'][number] & { role?: string }) => ({
        slot,
        turn,
        confirm: isConfirm,
      }),
    )

describe('the place of a patient', () => {
  it('shows the confirmation as what it is, and the work list counts it until then', async () => {
    const paper = await givenPaperOf(ward(), '03-BV2')
    const places = await waitingOn(paper)
    assert.ok(
      places.some(({ confirm: isConfirm, turn }) => isConfirm && turn),
      JSON.stringify(places),
    )
    const shown = await get<PaperView>(`/api/documents/${paper}`)
    const done = await confirm(paper)
    assert.equal(done.status, 200, done.text)
    assert.equal(
      (await waitingOn(paper)).some(({ confirm: isConfirm }) => isConfirm),
      false,
    )

    const view = await get<PaperView>(`/api/documents/${paper}`)
    assert.notEqual(view.sha256, shown.sha256)
    const slot = view.slots.find(({ who }) => who === 'Đặng Thị Con')
    assert.equal(slot?.state, 'signed')
    const report = await get<Report>(`/api/documents/${paper}/validation`)
    assert.equal(report.verdict, 'whole')
    const [seal] = report.signatures
    assert.match(
      [seal?.text, ...(seal?.details ?? [])].join('\n'),
      /Chữ ký vẽ tay có người chứng kiến, không phải chữ ký số: Đặng Thị Con/,
    )
    const { given } = await get<ConfirmationsOfPaper>(`/api/signing/confirmations/${paper}`)
    assert.deepEqual([given[0]?.sameContent, given[0]?.faults], [true, []])

    const stale = await ward().client.send('POST', '/api/signing/sign', {
      as: minh,
      body: {
        documents: [{ id: paper, version: shown.version, sha256: shown.sha256 }],
        batch: await reviewed(ward().client, [{ id: paper, version: shown.version }], minh),
        pin: '202611',
      },
    })
    assert.equal(codeOf(stale), 'signing.contentChanged', 'who signs now sees the confirmation')
    assert.equal(await signAs(ward(), paper, minh), 'signed')
    const end = await get<PaperView>(`/api/documents/${paper}`)
    assert.equal(end.state, 'signed')
    assert.equal((await get<Report>(`/api/documents/${paper}/validation`)).verdict, 'whole')
  })

  it('holds up nobody, and is filled behind a paper that everybody has signed', async () => {
    const paper = await givenPaperOf(ward(), '03-BV2')
    assert.equal(await signAs(ward(), paper, minh), 'signed')
    const signed = await get<PaperView>(`/api/documents/${paper}`)
    assert.equal(signed.state, 'signed')
    assert.deepEqual(
      (await waitingOn(paper)).map(({ confirm: isConfirm }) => isConfirm),
      [true],
    )
    assert.equal((await confirm(paper)).status, 200)
    const after = await get<PaperView>(`/api/documents/${paper}`)
    assert.equal(after.sha256, signed.sha256, 'what was signed stays')
    const report = await get<Report>(`/api/documents/${paper}/validation`)
    assert.equal(report.verdict, 'whole')
    assert.equal(report.signatures.length, 2)
    assert.deepEqual(await waitingOn(paper), [])
  })
})
