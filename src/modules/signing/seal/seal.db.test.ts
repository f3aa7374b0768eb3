import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DocumentReference, Provenance } from '@medplum/fhirtypes'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import type { FoundKeys, SignAnswer, WaitingPlaces, Worklist } from '#modules/signing/contract.ts'
import type { SealView } from '#modules/signing/seal-contract.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { codeOf, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { withRemoteSigning } from '#tests/support/remote-signing.ts'
import { givenPaperOf, hoa, minh, nghia, signAs, withStaff } from '#tests/support/signing-staff.ts'
import { findSoftHsm, givenToken, needSoftHsm } from '#tests/support/softhsm.ts'
import { systemContext } from '#tests/support/visit.ts'
import { hospitalName, type Ward } from '#tests/support/ward.ts'
import { demoPin, signing } from '../index.ts'
import { sealDetached } from '../seal-record.ts'
import { tokens } from '../signers/pkcs11/my-token-key.ts'

const library = findSoftHsm()
const skip = library ? false : needSoftHsm
const pin = '654321'
const admin = { id: 'account-quantri', name: 'Quản Trị', roles: ['it-admin'] }
const signsOnly = new Set(['signing.sign', 'signing.oversee', 'documents.read'])
const keeper = { id: 'account-vanthu', name: 'Vũ Văn Thư', roles: ['record-office'] }

const staff = (work: (ward: Ward) => Promise<void>) => withStaff([forms, documents, signing], work)

const put = ({ client }: Ward, body: object) => client.send('PUT', '/api/signing/seal', { as: admin, body })

/** A confirmation of treatment that doctor and director have signed. */
async function givenForSeal(ward: Ward, pinOfMinh = demoPin): Promise<string> {
  const paper = await givenPaperOf(ward, 'TT25-06')
  assert.equal(await signAs(ward, paper, minh, pinOfMinh), 'signed')
  assert.equal(await signAs(ward, paper, nghia), 'signed')
  return paper
}

async function paperNow({ client, encounterId }: Ward, id: string): Promise<PaperView> {
  const list = await client.send('GET', `/api/documents?encounter=${encounterId}`, { as: minh })
  const paper = (list.body as { papers: PaperView[] }).papers.find((one) => one.id === id)
  assert.ok(paper)
  return paper
}

async function sealIt(ward: Ward, id: string, as: object = keeper) {
  const paper = await paperNow(ward, id)
  const batch = await reviewed(ward.client, [paper], { ...as, permissions: new Set(['*']) })
  return ward.client.send('POST', '/api/signing/to-seal', { as, body: { documents: [shown(paper)], batch } })
}

async function validationOf({ client }: Ward, id: string) {
  const { body } = await client.send('GET', `/api/documents/${id}/validation`, { as: minh })
  return body as { verdict: string; signatures: { field: string; signer: string }[] }
}

describe('the place of the seal', () => {
  it('waits until everybody has signed, is sealed by who keeps the seal, and completes the paper', () =>
    staff(async (ward) => {
      const { client, ctx } = ward
      const paper = await givenPaperOf(ward, 'TT25-06')
      assert.equal(codeOf(await sealIt(ward, paper)), 'signing.notYourTurn')
      assert.equal(await signAs(ward, paper, minh), 'signed')
      assert.equal(await signAs(ward, paper, nghia), 'signed')
      assert.match(
        await signAs(ward, paper, nghia),
        /^signing\.noSlot/,
        'no person signs in the place of the seal',
      )
      assert.equal((await paperNow(ward, paper)).state, 'partly')

      const list = await client.send('GET', '/api/signing/to-seal', { as: keeper })
      assert.deepEqual(
        (list.body as Worklist).papers.map(({ id, slot }) => [id, slot]),
        [[paper, 'seal']],
      )
      const places = await client.send('GET', `/api/signing/places?encounter=${ward.encounterId}`, { as: keeper })
      const [place] = (places.body as WaitingPlaces).places
      assert.deepEqual([place?.slot, place?.turn, place?.mine], ['seal', true, true])
      assert.equal(codeOf(await sealIt(ward, paper, { ...minh, permissions: signsOnly })), 'common.forbidden')

      const done = await sealIt(ward, paper)
      assert.equal(done.status, 200, done.text)
      assert.equal((done.body as SignAnswer).signed[0]?.complete, true)
      const report = await validationOf(ward, paper)
      assert.equal(report.verdict, 'whole')
      assert.deepEqual(report.signatures.map(({ field, signer }) => [field, signer]).at(-1), [
        'seal',
        hospitalName,
      ])
      assert.equal((await paperNow(ward, paper)).state, 'signed')
      const all = await searchResources<Provenance>(ctx, 'Provenance', { target: `DocumentReference/${paper}` })
      const sealed = all.find(({ agent }) => agent?.[0]?.role?.[0]?.coding?.[0]?.code === 'seal')
      assert.deepEqual(
        sealed?.agent?.map(({ who }) => who?.display),
        [hospitalName, keeper.name],
      )
      const stored = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper)
      assert.equal(stored.authenticator?.reference, `Practitioner/${nghia.practitionerId}`)
      assert.equal(codeOf(await sealIt(ward, paper)), 'signing.notSignable')
    }))
})

describe('a seal on a token', { skip }, () => {
  it('is installed by an administrator, seals papers and records, and is no signer of a person', () =>
    staff(async (ward) => {
      const { client } = ward
      const token = givenToken(client, library ?? '')
      await token.add(hospitalName.toUpperCase(), '01')
      await token.add(minh.name, '02')
      await token.add('Bệnh viện Khác', '03')
      try {
        const found = await client.send('GET', '/api/signing/seal/token-keys', { as: admin })
        const placeOf = (name: string) =>
          (found.body as FoundKeys).keys.find((one) => one.name === name)?.place ?? ''
        const body = (name: string, given = pin) => ({ kind: 'token', place: placeOf(name), pin: given })
        const own = hospitalName.toUpperCase()
        for (const as of [minh, keeper, nghia].map((one) => ({ ...one, permissions: signsOnly })))
          assert.equal(
            codeOf(await client.send('PUT', '/api/signing/seal', { as, body: body(own) })),
            'common.forbidden',
          )
        assert.equal(codeOf(await put(ward, body('Bệnh viện Khác'))), 'seal.otherFacility')
        assert.equal(codeOf(await put(ward, body(own, '000000'))), 'seal.pinRefused')
        const before = (await client.send('GET', '/api/signing/seal', { as: admin })).body as SealView
        assert.equal(before.kind, 'demo')

        const done = await put(ward, body(own))
        assert.equal(done.status, 200, done.text)
        const { state, kind, name, by } = done.body as SealView
        assert.deepEqual([state, kind, name, by], ['ready', 'token', own, admin.name])
        const asPerson = { ...minh, name: hospitalName }
        const taken = await client.send('PUT', '/api/signing/key/token', {
          as: asPerson,
          body: { place: placeOf(own) },
        })
        assert.equal(codeOf(taken), 'signers.keyOfSeal', 'a person of the same name does not get it either')
        const enrolled = await client.send('PUT', '/api/signing/key/token', {
          as: minh,
          body: { place: placeOf(minh.name) },
        })
        assert.equal(enrolled.status, 200, enrolled.text)

        const paper = await givenPaperOf(ward, 'TT25-06')
        assert.equal(await signAs(ward, paper, minh, pin), 'signed')
        assert.equal(await signAs(ward, paper, nghia), 'signed')
        assert.equal((await sealIt(ward, paper)).status, 200)
        const report = await validationOf(ward, paper)
        assert.equal(report.verdict, 'whole')
        assert.equal(report.signatures.at(-1)?.signer, own)
        const head = await sealDetached(systemContext(client.services), Buffer.from('head'))
        assert.ok(head.includes(Buffer.from(own)), 'the ledger is sealed with it as well')

        const second = await givenForSeal(ward, pin)
        token.pull()
        assert.equal(codeOf(await sealIt(ward, second)), 'signers.tokenGone')
        token.putBack()
        assert.equal((await sealIt(ward, second)).status, 200)

        const removed = await client.send('DELETE', '/api/signing/seal', { as: admin })
        assert.equal((removed.body as SealView).kind, 'demo', removed.text)
      } finally {
        tokens(client.services).stop()
      }
    }))

  it('is asked no more once its PIN was refused', () =>
    staff(async (ward) => {
      const { client } = ward
      const token = givenToken(client, library ?? '')
      await token.add(hospitalName, '01')
      try {
        const found = await client.send('GET', '/api/signing/seal/token-keys', { as: admin })
        const place = (found.body as FoundKeys).keys[0]?.place ?? ''
        assert.equal((await put(ward, { kind: 'token', place, pin })).status, 200)
        token.changePin('112233')
        // A running library still knows the PIN of before.
        tokens(client.services).stop()
        const paper = await givenForSeal(ward)
        assert.equal(codeOf(await sealIt(ward, paper)), 'signing.pinWrong')
        assert.equal(codeOf(await sealIt(ward, paper)), 'seal.stopped')
        const view = (await client.send('GET', '/api/signing/seal', { as: admin })).body as SealView
        assert.deepEqual([view.state, view.stopped], ['stopped', 'signing.pinWrong'])
        assert.equal((await put(ward, { kind: 'token', place, pin: '112233' })).status, 200)
        assert.equal((await sealIt(ward, paper)).status, 200)
      } finally {
        tokens(client.services).stop()
      }
    }))
})

describe('a seal at a remote service', () => {
  it('signs with the PIN alone; a key that asks a person is refused', () =>
    staff(async (ward) => {
      const { client } = ward
      const people = [
        { userId: 'con-dau', name: hospitalName, pin: '778899', approval: 'pin' },
        { userId: 'giam-doc', name: hospitalName, pin: '778899', approval: 'code' },
      ] as const
      await withRemoteSigning(client, people, async (service) => {
        const keyOf = async (user: string) => {
          const found = await client.send('POST', '/api/signing/seal/remote-keys', { as: admin, body: { user } })
          return {
            kind: 'remote',
            user,
            credential: (found.body as FoundKeys).keys[0]?.place ?? '',
            pin: '778899',
          }
        }
        assert.equal(codeOf(await put(ward, await keyOf('giam-doc'))), 'seal.asksPerson')
        assert.equal(codeOf(await put(ward, { ...(await keyOf('con-dau')), pin: '1111' })), 'seal.pinRefused')
        const done = await put(ward, await keyOf('con-dau'))
        assert.equal(done.status, 200, done.text)
        const asPerson = { ...hoa, name: hospitalName }
        const body = { user: 'con-dau', credential: (await keyOf('con-dau')).credential }
        const taken = await client.send('PUT', '/api/signing/key/remote', { as: asPerson, body })
        assert.equal(codeOf(taken), 'signers.keyOfSeal')

        const paper = await givenForSeal(ward)
        service.behaviour.faults = { 'signatures/signHash': 'cut' }
        assert.equal(codeOf(await sealIt(ward, paper)), 'signers.remoteUnreachable')
        service.behaviour.faults = {}
        assert.equal((await sealIt(ward, paper)).status, 200)
        assert.equal((await validationOf(ward, paper)).verdict, 'whole')
      })
    }))
})
