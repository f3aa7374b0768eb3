import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#kernel/app-error.ts'
import { noon } from '#tests/support/database.ts'
import { has, judge, signingBench } from '#tests/support/signing.ts'
import { signPaper } from '../pades/sign.ts'
import { verifyPaper } from '../pades/verify.ts'
import { sayReport } from '../report/say-report.ts'
import { askErrors } from './ask.ts'
import { provePaper } from './complete-paper.ts'

const bench = await signingBench()
const { authority, services, unsigned } = bench
const doctor = await bench.person('BSCKI. Nguyễn Văn Minh')
const roots = { roots: authority.trust.roots, crls: [] }
const signed = await bench.sign(unsigned, 'doctor', doctor)
const { bytes: lasting } = await provePaper(signed, { last: true }, services, noon)

const down = async () => {
  throw askErrors.down({ host: 'tsa.example', reason: 'HTTP 503' })
}

test('a paper is proven by what it carries, and says so in words', () => {
  const report = verifyPaper(lasting, roots, noon)
  assert.equal(report.verdict, 'whole')
  const [signature] = report.signatures
  assert.deepEqual([signature?.level, signature?.revocation.source], ['B-LTA', 'ocsp'])
  assert.deepEqual(signature?.later, ['proofs', 'time-stamp'])
  assert.deepEqual(
    signature?.chain.map(({ name }) => name),
    ['BSCKI. Nguyễn Văn Minh', 'Lãn Ông Demo Root CA'],
  )
  for (const language of ['vi', 'en'] as const) {
    const words = sayReport(report, language).join('\n')
    assert.ok(words.includes('B-LTA') && words.includes(signature?.signed?.sha256 ?? '–'), words)
    assert.doesNotMatch(words, /\{\{|detail\.|undefined/, words)
  }
})

test('no byte of a lasting paper can change unseen', () => {
  for (let at = 0; at < lasting.length; at += 197) {
    const bent = Buffer.from(lasting)
    bent[at] = (bent[at] ?? 0) ^ 1
    assert.notEqual(verifyPaper(bent, roots, noon).verdict, 'whole', `byte ${at}`)
  }
})

test('a time stamp that nobody renewed in time is a doubt', () => {
  const [signature] = verifyPaper(lasting, roots, noon).signatures
  const end = signature?.archiveTimeStamps[0]?.validTo
  assert.ok(end)
  const aged = verifyPaper(lasting, roots, new Date(end.getTime() + 1000))
  assert.deepEqual([aged.verdict, aged.signatures[0]?.doubts], ['undecided', ['time-stamp-aged']])
})

test('a service that is down makes a paper wait, or refuses it, as the house says', async () => {
  const noStamps = { ...services, stamper: { stamp: down } }
  const noAnswers = { ...services, askRevocation: down }
  const queue = { revocationDown: 'queue', timeStampDown: 'queue' } as const
  const refuse = { revocationDown: 'refuse', timeStampDown: 'refuse' } as const
  const unstamped = await provePaper(signed, { last: true }, noStamps, noon, queue)
  assert.equal(unstamped.failure, 'trust-service.down')
  assert.equal(verifyPaper(unstamped.bytes, roots, noon).signatures[0]?.level, 'B-LT')
  const unproven = await provePaper(signed, { last: true }, noAnswers, noon, queue)
  assert.deepEqual([unproven.failure, unproven.bytes], ['trust-service.down', signed])
  for (const one of [noStamps, noAnswers])
    await assert.rejects(provePaper(signed, { last: true }, one, noon, refuse), { code: 'trust-service.down' })
})

test('a damaged or encrypted file is refused by a code, signed or checked', async (t) => {
  const what = { field: 'doctor', name: 'x', reason: 'x', at: noon, appearance: await bench.mark(true, 'x') }
  const codeOf = (bytes: Buffer) =>
    signPaper(bytes, what, doctor).then(
      () => '',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    )
  assert.equal(await codeOf(Buffer.from('no PDF')), 'pdf.malformed')
  assert.equal(verifyPaper(signed.subarray(0, 999), roots, noon).error, 'pdf.malformed')
  if (!has('qpdf')) return t.skip('qpdf is not here')
  const command = 'qpdf --object-streams=disable --encrypt u o 256 -- a.pdf b.pdf && base64 b.pdf'
  const encrypted = Buffer.from(judge('sh', ['-c', command], { 'a.pdf': unsigned }), 'base64')
  assert.equal(await codeOf(encrypted), 'pdf.encrypted')
  assert.equal(verifyPaper(encrypted, roots, noon).error, 'pdf.encrypted')
})
