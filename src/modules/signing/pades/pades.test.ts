import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PdfDocument } from '#platform/pdf/document.ts'
import { array, dict, num, withEntries } from '#platform/pdf/objects.ts'
import { startUpdate } from '#platform/pdf/update.ts'
import { has, judge, signingBench } from '#tests/support/signing.ts'
import { newSigningKey } from '../authority.ts'
import { softwareSigner } from '../signers/software-key.ts'
import { localTimeStamper } from '../timestamp/token.ts'
import { issueCrl, readCrl } from '../x509/crl.ts'
import { issueCertificate } from '../x509/issue.ts'
import { signPaper } from './sign.ts'
import { verifyPaper } from './verify.ts'

const bench = await signingBench()
const { authority, unsigned, sign } = bench
const trust = authority.trust
const doctor = await bench.person('BSCKI. Nguyễn Văn Minh')
const head = await bench.person('TS. Trịnh Thu Thủy')
const one = await sign(unsigned, 'doctor', doctor)
const two = await sign(one, 'head', head)

const faults = (bytes: Buffer, given = trust) =>
  verifyPaper(bytes, given).signatures.map((item) => [...item.faults])

test('a paper nobody signed is unsigned, with its places', () => {
  const found = verifyPaper(unsigned, trust)
  assert.equal(found.verdict, 'unsigned')
  assert.deepEqual(found.open, ['doctor', 'head'])
})

test('two people sign by incremental update; both stay valid', () => {
  assert.ok(two.subarray(0, one.length).equals(one))
  assert.equal(verifyPaper(one, trust).verdict, 'whole')
  const found = verifyPaper(two, trust)
  assert.equal(found.verdict, 'whole')
  assert.deepEqual(
    found.signatures.map((item) => item.signer),
    ['BSCKI. Nguyễn Văn Minh', 'TS. Trịnh Thu Thủy'],
  )
  assert.deepEqual(found.open, [])
})

test('every changed byte is noticed', () => {
  // Behind the first signature one of 19, before it one of 61.
  const from = one.length
  for (let at = 0; at < two.length; at += at < from ? 61 : 19) {
    const bent = Buffer.from(two)
    bent[at] = (bent[at] ?? 0) ^ 1
    assert.equal(verifyPaper(bent, trust).verdict, 'broken', `byte ${at}`)
  }
})

test('bytes after the end, and a cut file, are noticed', () => {
  assert.equal(verifyPaper(Buffer.concat([two, Buffer.from('\n% hello\n')]), trust).verdict, 'broken')
  assert.equal(verifyPaper(two.subarray(0, two.length - 40), trust).verdict, 'broken')
})

test('a later revision that changes a page is named, and one that hides a signature too', () => {
  const update = startUpdate(two)
  const page = update.document.pages()[0]
  assert.ok(page)
  update.set(page.num, withEntries(update.document.dict(page), { Rotate: num(90) }))
  const turned = verifyPaper(update.finish(), trust)
  assert.equal(turned.verdict, 'broken')
  assert.ok(turned.signatures.every((item) => item.faults.includes('changed-later')))

  const hide = startUpdate(two)
  const { root } = hide.document
  hide.set(root.num, withEntries(hide.document.catalog, { AcroForm: dict({ Fields: array() }) }))
  assert.equal(verifyPaper(hide.finish(), trust).verdict, 'broken')
})

test('a signature field that is signed cannot be filled again by a later revision', () => {
  const update = startUpdate(two)
  const form = update.document.entry(update.document.catalog, 'AcroForm')
  assert.equal(form?.kind, 'dict')
  const widget = update.document.items(form?.kind === 'dict' ? form.entries.get('Fields') : undefined)[0]
  assert.equal(widget?.kind, 'ref')
  if (widget?.kind !== 'ref') return
  update.set(
    widget.num,
    withEntries(update.document.dict(widget), { Rect: array(num(0), num(0), num(600), num(800)) }),
  )
  assert.equal(verifyPaper(update.finish(), trust).verdict, 'broken')
})

test('a byte range that leaves content out does not count', () => {
  const text = one.toString('latin1')
  const range = /\[0000000000 (\d{10}) (\d{10}) (\d{10})\]/.exec(text)
  assert.ok(range)
  const shorter = `[0000000000 ${range[1]} ${range[2]} ${String(Number(range[3]) - 9).padStart(10, '0')}]`
  const forged = Buffer.from(text.replace(range[0], shorter), 'latin1')
  assert.deepEqual(faults(forged), [['coverage']])
})

test("a signature under a certificate of one's own making is not trusted", async () => {
  const pair = await newSigningKey()
  const certificate = issueCertificate({
    kind: 'root',
    subject: { commonName: 'BSCKI. Nguyễn Văn Minh' },
    publicKey: pair.publicKey,
    issuerKey: pair.privateKey,
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2027-01-01'),
  })
  const forged = await sign(unsigned, 'doctor', softwareSigner(certificate, pair.privateKey, []))
  assert.deepEqual(faults(forged), [['unknown-authority']])
})

test('a time stamp by somebody else, or over something else, does not count', async () => {
  const what = {
    field: 'doctor',
    name: 'x',
    reason: 'x',
    at: new Date('2026-11-23T03:42:00Z'),
    appearance: await bench.mark(true, 'x'),
  }
  const byDoctor = localTimeStamper(doctor, () => new Date('2026-11-23T03:42:00Z'))
  assert.deepEqual(faults(await signPaper(unsigned, what, doctor, byDoctor)), [['time-stamp-untrusted']])
  const swapped = { stamp: () => authority.stamper.stamp(Buffer.alloc(32, 7)) }
  assert.deepEqual(faults(await signPaper(unsigned, what, doctor, swapped)), [['time-stamp-wrong']])
})

test('a certificate that was revoked before signing is refused; one revoked later is not', () => {
  const list = (at: string) =>
    readCrl(
      issueCrl(authority.root, authority.rootKey, {
        number: 2,
        at: new Date('2026-11-24'),
        next: new Date('2027-11-24'),
        revoked: [{ serial: doctor.certificate.serial, at: new Date(at) }],
      }),
    )
  assert.deepEqual(faults(one, { ...trust, crls: [list('2026-11-22T00:00:00Z')] }), [['revoked']])
  assert.deepEqual(faults(one, { ...trust, crls: [list('2026-11-24T00:00:00Z')] }), [[]])
})

test('hostile files are judged, not thrown at', () => {
  const start = PdfDocument.name
  assert.equal(start, 'PdfDocument')
  for (const text of [
    '',
    '%PDF-1.7',
    '%PDF-1.7\nstartxref\n9\n%%EOF',
    `%PDF-1.7\nxref\n0 1\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF`,
    '['.repeat(5000),
  ])
    assert.equal(verifyPaper(Buffer.from(text), trust).verdict, 'broken')
})

test('pdfsig finds both signatures valid, and the changed file not', {
  skip: has('pdfsig') ? false : 'pdfsig (poppler-utils) is not here',
}, () => {
  const said = judge('pdfsig', ['paper.pdf'], { 'paper.pdf': two })
  assert.equal(said.match(/Signature is Valid/g)?.length, 2, said)
  assert.match(said, /Total document signed/)
  const bent = Buffer.from(two)
  bent[300] = (bent[300] ?? 0) ^ 1
  assert.doesNotMatch(judge('pdfsig', ['paper.pdf'], { 'paper.pdf': bent }), /Signature is Valid/)
})

test('qpdf finds no fault in the structure', { skip: has('qpdf') ? false : 'qpdf is not here' }, () => {
  assert.match(
    judge('qpdf', ['--check', 'paper.pdf'], { 'paper.pdf': two }),
    /No syntax or stream encoding errors/,
  )
})
