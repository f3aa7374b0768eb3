import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DocumentReference, Practitioner, Provenance } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import type { Actor } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { noon } from '#tests/support/database.ts'
import { codeOf, reviewed } from '#tests/support/papers-to-sign.ts'
import { givenPaperOf, hoa, minh, nghia, signAs, withStaff } from '#tests/support/signing-staff.ts'
import { type Tsa, withTimeStamps } from '#tests/support/time-stamps.ts'
import { opened, type Ward } from '#tests/support/ward.ts'
import { openAuthority } from './authority.ts'
import type { ConfirmationBegun, ConfirmationsOfPaper } from './contract.ts'
import { demoPin, signing } from './index.ts'
import { openSlots, readSlots } from './slots.ts'
import { answerTimeStamp } from './timestamp/authority.ts'
import { mendWorklist } from './worklist/mend-worklist.ts'

interface Bench extends Ward {
  readonly tsa: Tsa
  readonly clock: { ahead: number }
}

const bench = opened<Bench>((work) =>
  withTimeStamps((tsa) =>
    withStaff(
      [forms, documents, signing],
      async (ward) => {
        const { timeStampSigner } = await openAuthority(ward.ctx)
        const clock = { ahead: 0 }
        tsa.answer = (request) =>
          answerTimeStamp(timeStampSigner, request, new Date(noon.getTime() + clock.ahead * 1000))
        await work({ ...ward, tsa, clock })
      },
      { settings: { LANONG_TIME_STAMP_URL: tsa.url } },
    ),
  ),
)

const send = (method: 'GET' | 'POST', path: string, as: Partial<Actor>, body?: object, headers = {}) =>
  bench().client.send(method, `/api${path}`, { as, headers, ...(body ? { body } : {}) })

async function shownOf(id: string) {
  const { version, sha256 } = (await send('GET', `/documents/${id}`, minh)).body as PaperView
  return { id, version, sha256 }
}

/** The paper as it stands, opened by who would sign it. */
async function asOpened(id: string, as: Partial<Actor>) {
  const paper = await shownOf(id)
  return { documents: [paper], batch: await reviewed(bench().client, [paper], as) }
}

const sign = async (id: string, as: Partial<Actor>, pin = demoPin) =>
  send('POST', '/signing/sign', as, { ...(await asOpened(id, as)), pin })

const stateOf = async (id: string) => ((await send('GET', `/documents/${id}`, minh)).body as PaperView).state

describe('a stranger', () => {
  it('without the right permission or office signs, seals, installs and takes nothing', async () => {
    const id = await givenPaperOf(bench(), '01-BV1')
    const nobody = { ...minh, permissions: new Set(['documents.read']) }
    assert.equal(codeOf(await sign(id, nobody)), 'common.forbidden')
    assert.equal(
      codeOf(await send('POST', '/signing/to-seal', nobody, { documents: [await shownOf(id)] })),
      'common.forbidden',
    )
    assert.equal(codeOf(await send('GET', '/signing/seal', nobody)), 'common.forbidden')
    const nurse = { ...minh, roles: ['nurse'] }
    assert.equal(codeOf(await sign(id, nurse)), 'signing.noSlot')
    const named = { ...minh, roles: ['seal', 'patient'] }
    const sealed = await givenPaperOf(bench(), 'TT25-06')
    for (const who of [minh, nghia]) assert.equal(await signAs(bench(), sealed, who), 'signed')
    assert.equal(codeOf(await sign(sealed, named)), 'signing.noSlot', 'no role of that name gives the seal')
    assert.equal(await stateOf(sealed), 'partly')
  })

  it('who sends the command of another gets no answer of it', async () => {
    const id = await givenPaperOf(bench(), '01-BV1')
    const body = { ...(await asOpened(id, minh)), pin: demoPin }
    const headers = { 'x-command-id': uuidv7() }
    assert.equal((await send('POST', '/signing/sign', minh, body, headers)).status, 200)
    const other = await send('POST', '/signing/sign', hoa, body, headers)
    assert.equal(codeOf(other), 'common.commandIdReused', other.text)
  })

  it('who claims a signature over FHIR takes nobody off the work list', async () => {
    const { ctx } = bench()
    const id = await givenPaperOf(bench(), '01-BV1')
    const claim: Provenance = {
      resourceType: 'Provenance',
      recorded: '2026-11-23T10:00:00+07:00',
      target: [{ reference: `DocumentReference/${id}` }],
      agent: [
        {
          role: [{ coding: [{ system: 'urn:lanong:cs:signature-slot', code: 'recorder' }] }],
          who: { reference: 'Practitioner/practitioner-hoa' },
        },
      ],
    }
    await commit(ctx, [{ kind: 'create', id: uuidv7(), resource: claim }])
    await mendWorklist(ctx)
    assert.deepEqual(
      (await readSlots(ctx, [id])).filter(({ state }) => state !== 'waiting'),
      [],
    )
    assert.equal(await signAs(bench(), id, minh), 'signed')
  })
})

describe('two at once', () => {
  it('put the seal on a paper: one is told that it is there', async () => {
    const id = await givenPaperOf(bench(), 'TT25-06')
    for (const who of [minh, nghia]) assert.equal(await signAs(bench(), id, who), 'signed')
    const keepers = ['thu-1', 'thu-2'].map((keeper) => ({ id: keeper, name: keeper }))
    const shown = await Promise.all(keepers.map((keeper) => asOpened(id, keeper)))
    const answers = await Promise.all(
      keepers.map((keeper, at) => send('POST', '/signing/to-seal', keeper, shown[at])),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [200, 422],
      answers.map(({ text }) => text).join(),
    )
    assert.equal(await stateOf(id), 'signed')
  })

  it('a doctor signs while the patient confirms: one wins, the other acts on the new file', async () => {
    const id = await givenPaperOf(bench(), '03-BV2')
    const { version, sha256 } = (await send('GET', `/signing/confirmations/${id}`, minh))
      .body as ConfirmationsOfPaper
    const asked = { document: { id, version, sha256 }, place: 'patient', method: 'drawn', witness: 'Lê Thị Hoa' }
    const begin = async (document: object) => {
      const who = { name: 'Đặng Thị Con', relation: 'child' }
      const begun = await send('POST', '/signing/confirmations', minh, { ...asked, ...who, document })
      assert.equal(begun.status, 200, begun.text)
      return (begun.body as ConfirmationBegun).id
    }
    const strokes = [Array.from({ length: 60 }, (_, at) => [at * 10, 300 + (at % 9) * 20, at * 16])]
    const answer = (question: string) =>
      send('POST', `/signing/confirmations/${question}/answer`, minh, { method: 'drawn', strokes })
    const question = await begin(asked.document)
    const [confirmed, signed] = await Promise.all([answer(question), sign(id, minh)])
    const statuses = [confirmed.status, signed.status]
    assert.ok(statuses.includes(200), confirmed.text + signed.text)
    if (signed.status !== 200) assert.equal((await sign(id, minh)).status, 200)
    if (confirmed.status !== 200) {
      assert.equal(codeOf(confirmed), 'signing.contentChanged', confirmed.text)
      assert.equal((await answer(await begin(await shownOf(id)))).status, 200)
    }
    const report = (await send('GET', `/documents/${id}/validation`, minh)).body as {
      verdict: string
      signatures: unknown[]
    }
    assert.deepEqual([report.verdict, report.signatures.length], ['whole', 2])
  })
})

describe('what is not right', () => {
  it('a damaged or encrypted file is signed by nobody, and told', async () => {
    const { ctx } = bench()
    const whole = await givenPaperOf(bench(), '01-BV1')
    const paper = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', whole)
    const bytes = await ctx.blobs.get((await shownOf(whole)).sha256)
    const text = bytes.toString('latin1')
    const files = {
      encrypted: Buffer.from(text.replace(/trailer\s*<</g, 'trailer << /Encrypt 1 0 R '), 'latin1'),
      cut: bytes.subarray(0, Math.floor(bytes.length / 2)),
      other: Buffer.from('no PDF at all'),
    }
    for (const [name, file] of Object.entries(files)) {
      const hash = await ctx.blobs.put(file)
      const id = `damaged-${name}`
      const { related: _related, ...context } = paper.context ?? {}
      const resource: DocumentReference = {
        ...paper,
        id,
        context,
        content: [{ attachment: { ...paper.content?.[0]?.attachment, url: `urn:lanong:blob:${hash}` } }],
      }
      await commit(ctx, [{ kind: 'create', id, resource }])
      const place = { turn: 1, role: 'doctor', practitionerId: undefined, department: undefined }
      await openSlots(ctx, id, [{ slot: 'recorder', ...place }])
      const refused = await sign(id, minh)
      assert.ok(refused.status >= 400 && refused.status < 500, `${name}: ${refused.text}`)
      assert.match(codeOf(refused) ?? '', /^(pdf|pades)\./, name)
      assert.equal(await stateOf(id), 'unsigned')
    }
  })

  it('a clock that is wrong stops papers and seals, and nothing is half done', async () => {
    const { clock } = bench()
    const id = await givenPaperOf(bench(), 'TT25-06')
    clock.ahead = 3600
    assert.equal(codeOf(await sign(id, minh)), 'signing.clockWrong')
    clock.ahead = 0
    for (const who of [minh, nghia]) assert.equal(await signAs(bench(), id, who), 'signed')
    clock.ahead = 3600
    const seal = async () => send('POST', '/signing/to-seal', {}, await asOpened(id, {}))
    assert.equal(codeOf(await seal()), 'signing.clockWrong')
    clock.ahead = 0
    assert.equal(await stateOf(id), 'partly')
    assert.equal((await seal()).status, 200)
  })

  it("another person's certificate signs nothing, whoever holds the PIN", async () => {
    const { ctx } = bench()
    const id = await givenPaperOf(bench(), '01-BV1')
    const other: Practitioner = {
      resourceType: 'Practitioner',
      id: 'practitioner-minh',
      name: [{ text: 'Vũ Khác' }],
    }
    await commit(ctx, [{ kind: 'update', resource: other }])
    assert.equal(codeOf(await sign(id, minh)), 'signing.otherPerson')
  })
})
