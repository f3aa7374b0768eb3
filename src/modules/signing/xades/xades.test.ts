import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flattenedVerify } from 'jose'
import { noon } from '#tests/support/database.ts'
import { has, judge, signingBench } from '#tests/support/signing.ts'
import { sealJsonWith, sealXmlWith } from '../evidence/seal-file.ts'
import { signedContent, verifyJson } from '../jades/verify.ts'
import { validate } from '../report/validate.ts'
import { toPem } from '../x509/certificate.ts'
import { canonical } from './canonical.ts'
import { signXml } from './sign.ts'
import { readTree } from './tree.ts'
import { verifyXml } from './verify.ts'

const bench = await signingBench()
const { authority, services } = bench
const sealing = { signer: authority.seal, services, at: noon, id: '1' }
const { trust, stamper } = authority
const doctor = await bench.person('BSCKI. Nguyễn Văn Minh')
const record = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<HoSoBenhAn xmlns="urn:x" xmlns:b="urn:b" b:so="26/000123" loai="">\n' +
    '  <HoTen ghiChu="a&#10;b&quot;">Đặng Thị &amp; Huyền &#13;</HoTen><!-- note --><b:Rong/><![CDATA[<5]]>\n</HoSoBenhAn>\n',
)
const what = { at: noon, role: 'Bác sĩ điều trị', id: 'sig1' }
const signed = await signXml(record, doctor, what, stamper)
const sealed = await sealXmlWith(sealing, record, 'Con dấu của cơ sở')
const json = Buffer.from('{"soVaoVien":"26/000123","can":7.0}')
const sealedJson = await sealJsonWith(sealing, json)

test('an XML file is signed, and sealed with proofs and an archive time stamp', () => {
  const found = verifyXml(signed, trust, noon)
  assert.equal(found.verdict, 'whole', JSON.stringify(found.signatures[0]?.faults))
  assert.deepEqual([found.signatures[0]?.level, found.signatures[0]?.reason], ['B-T', 'Bác sĩ điều trị'])
  const offline = verifyXml(sealed, { roots: trust.roots, crls: [] }, noon)
  assert.equal(offline.verdict, 'whole', JSON.stringify(offline))
  assert.equal(offline.signatures[0]?.level, 'B-LTA')
  assert.equal(validate(sealed, trust, { now: noon })?.format, 'xades')
})

test('what is changed in a signed XML file is found; what XML calls the same is not', () => {
  const text = sealed.toString()
  for (const [from, to] of [
    ['Huyền', 'Huyên'],
    ['26/000123', '26/000124'],
    ['<b:Rong/>', ''],
    ['Con dấu của cơ sở', 'Giám đốc'],
    ['xmlns="urn:x"', 'xmlns="urn:y"'],
    ['<ds:SignatureValue>', '<ds:SignatureValue>AAAA'],
  ] as const) {
    assert.ok(text.includes(from), from)
    assert.equal(verifyXml(Buffer.from(text.replace(from, to)), trust, noon).verdict, 'broken', from)
  }
  const same = text.replace('b:so="26/000123" loai=""', `loai=''   b:so="26/000123"`).replace('<!-- note -->', '')
  assert.equal(verifyXml(Buffer.from(same), trust, noon).verdict, 'whole')
})

test('a signature that was moved or wrapped does not count', () => {
  const text = signed.toString()
  const [signature = ''] = /<ds:Signature [\s\S]+<\/ds:Signature>/.exec(text) ?? []
  const wrapped = text.replace(signature, `<b:Hop>${signature}</b:Hop>`).replace('Đặng Thị', 'Trần Thị')
  assert.equal(verifyXml(Buffer.from(wrapped), trust, noon).verdict, 'broken')
  const twice = text.replace(signature, signature + signature)
  assert.equal(verifyXml(Buffer.from(twice), trust, noon).verdict, 'broken')
  const nowhere = text.replace(signature, '')
  assert.equal(verifyXml(Buffer.from(nowhere), trust, noon).verdict, 'unsigned')
  const copied = text.replace('<b:Rong/>', '<b:Rong Id="sig1-properties"/>')
  assert.equal(verifyXml(Buffer.from(copied), trust, noon).verdict, 'broken')
})

test('XML that could mean something else than it shows is refused', () => {
  for (const bad of [
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    '<a><?php x ?></a>',
    '<a><b></a></b>',
    '<a>\u0000</a>',
    `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`,
  ])
    assert.throws(() => readTree(Buffer.from(bad)), { name: 'AppError' }, bad)
})

test('the one form of XML is the one that xmlsec1 makes', {
  skip: has('xmlsec1') ? false : 'xmlsec1 is not here',
}, () => {
  for (const file of [signed, sealed]) {
    const said = judge(
      'xmlsec1',
      [
        '--verify',
        '--id-attr:Id',
        'SignedProperties',
        '--trusted-pem',
        'root.pem',
        '--verification-gmt-time',
        '2026-11-23+03:42:00',
        'a.xml',
      ],
      {
        'a.xml': file,
        'root.pem': toPem(authority.root),
      },
    )
    // It says OK where it says errors too, and ends without one.
    assert.doesNotMatch(said, /^failed/, said)
  }
  const bent = Buffer.from(signed.toString().replace('Huyền', 'Huyên'))
  const said = judge(
    'xmlsec1',
    ['--verify', '--id-attr:Id', 'SignedProperties', '--trusted-pem', 'root.pem', 'a.xml'],
    {
      'a.xml': bent,
      'root.pem': toPem(authority.root),
    },
  )
  assert.match(said, /^failed[\s\S]+(FAIL|failed)/, said)
  assert.ok(canonical(readTree(record)).includes('Huyền &#xD;'))
})

test('a JSON file is sealed as it is; another program finds the signature right', async () => {
  const found = verifyJson(sealedJson, { roots: trust.roots, crls: [] }, noon)
  assert.equal(found.verdict, 'whole', JSON.stringify(found))
  assert.equal(found.signatures[0]?.level, 'B-LTA')
  assert.deepEqual(signedContent(sealedJson), json)
  const { header: _, ...jws } = JSON.parse(sealedJson.toString()) as {
    header: object
    payload: string
    protected: string
    signature: string
  }
  const checked = await flattenedVerify(jws, authority.seal.certificate.publicKey)
  assert.deepEqual(Buffer.from(checked.payload), json)
  const other = { ...jws, payload: Buffer.from('{"soVaoVien":"26/000124"}').toString('base64url') }
  assert.equal(verifyJson(Buffer.from(JSON.stringify(other)), trust, noon).verdict, 'broken')
  await assert.rejects(flattenedVerify(other, authority.seal.certificate.publicKey))
})

test('every changed sign of a sealed JSON file is found', () => {
  const text = sealedJson.toString()
  for (let at = 0; at < text.length; at += 37) {
    const bent = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
    assert.notEqual(
      verifyJson(Buffer.from(bent), { roots: trust.roots, crls: [] }, noon).verdict,
      'whole',
      `${at}`,
    )
  }
})
