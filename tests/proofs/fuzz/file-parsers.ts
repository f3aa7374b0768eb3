import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8 } from 'fflate'
import sharp from 'sharp'
import { inspectScan } from '#modules/digitising/inspect.ts'
import { openExport } from '#modules/exit/import/export-folder.ts'
import { verifyJson } from '#modules/signing/jades/verify.ts'
import { verifyXml } from '#modules/signing/xades/verify.ts'
import { readRows } from '#modules/terminology/read-rows.ts'
import { unpack } from '#modules/terminology/unpack.ts'
import { openWhole, seal } from '#platform/backup/sealed-object.ts'
import { tarReader } from '#platform/backup/tar-reader.ts'
import { parseKey } from '#platform/backup/vault.ts'
import { parsePiece } from '#platform/backup/wal-pieces.ts'
import { openEnvelope, sealEnvelope } from '#platform/keys/envelope.ts'
import { type Keyring, parseKeyFile } from '#platform/keys/keyring.ts'
import { corpusPeople } from '#tests/support/corpus/people.ts'
import { sheet, workbook } from '#tests/support/workbook.ts'
import { asText, type Parser, texts } from './parser.ts'

/** A file of ustar. */
function tarOf(name: string, content: string): Buffer {
  const head = Buffer.alloc(512)
  head.write(name, 0)
  head.write(content.length.toString(8).padStart(11, '0'), 124)
  head.write('0', 156)
  head.write('ustar', 257)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([head, body, Buffer.alloc(1024)])
}

const pictureOf = (kind: 'png' | 'jpeg' | 'tiff') =>
  sharp({ create: { width: 24, height: 24, channels: 3, background: '#eee' } })
    [kind]()
    .toBuffer()

const pdf =
  '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n166\n%%EOF'

const base64url = (text: string) => Buffer.from(text).toString('base64url')

/** Files of users and of administrators, and what comes back from disks and stores. */
export async function fileParsers(): Promise<readonly Parser[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-fuzz-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const fileOf = (name: string, content: Buffer) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  const people = await corpusPeople()
  const trust = { roots: [people.authority.root], crls: [] }
  const master = { id: 'abcdef01', key: Buffer.alloc(32, 7) }
  const keyring: Keyring = { file: 'x', current: () => master, byId: () => master }
  const vaultKey = Buffer.alloc(32, 9)
  const excel = async (content: Buffer) => {
    for await (const _ of readRows(fileOf('a.xlsx', content), none()));
  }
  const package_ = async (tar: Buffer) =>
    rmSync(await unpack(fileOf('a.tgz', gzipSync(tar, { level: 1 }))), { recursive: true })
  const jws = `{"payload":"${base64url('{}')}","protected":"${base64url('{"alg":"ES256","x5c":[]}')}","signature":"AAAA","header":{"etsiU":["${base64url('{"sigTst":{}}')}"]}}`
  const xml =
    '<a xmlns="urn:a"><b c="d">e</b><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference URI=""><ds:DigestValue>AA==</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature></a>'
  const key = `{"format":"lanong-keys/1","keys":[{"id":"abcdef01","madeAt":"2026-11-23","key":"${'A'.repeat(43)}="}]}`
  const manifest =
    '{"format":"lanong-export/1","schema":"0001","tables":{"a":1},"files":[{"path":"a","sha256":"b"}]}'
  return [
    { name: 'workbooks', costs: 10, samples: [workbook(strToU8(sheet))], read: excel },
    {
      ...{ name: 'sheets of workbooks', costs: 10, samples: texts(sheet) },
      read: (input) => excel(workbook(new Uint8Array(input))),
    },
    {
      ...{
        name: 'pictures',
        costs: 20,
        samples: await Promise.all((['png', 'jpeg', 'tiff'] as const).map(pictureOf)),
      },
      read: inspectScan,
    },
    { name: 'scans as PDF', samples: texts(pdf), read: inspectScan },
    {
      ...{ name: 'FHIR packages', costs: 10, read: package_ },
      samples: [tarOf('package/Patient-a.json', '{"resourceType":"Patient"}')],
    },
    {
      ...{ name: 'tar of PostgreSQL', refusesBy: 'Error', samples: [tarOf('base/1/2', 'x'.repeat(600))] },
      read: (input) => tarReader({ begin() {}, data() {}, end() {} })(input),
    },
    {
      ...{
        name: 'objects of the backup',
        faults: true,
        samples: [seal(vaultKey, 'a', texts('a'.repeat(200), 'b'))],
      },
      read: (input) => openWhole(vaultKey, 'a', input),
    },
    {
      name: 'names in the backup',
      samples: texts('l/wal/0000000000000001-0000000000000002'),
      read: asText(parsePiece),
    },
    { name: 'recovery keys', samples: texts(`${'abcd-'.repeat(16)} 01234567`), read: asText(parseKey) },
    {
      ...{ name: 'encrypted files', faults: true, samples: [sealEnvelope(keyring, 'a', Buffer.from('secret'))] },
      read: (input) => openEnvelope(keyring, 'a', input),
    },
    {
      ...{ name: 'files of master keys', faults: true, samples: texts(key) },
      read: asText((input) => parseKeyFile('a', input)),
    },
    {
      ...{ name: 'lists of whole exports', costs: 10, samples: texts(manifest) },
      read: (input) => {
        fileOf('manifest.json', input)
        openExport(folder)
      },
    },
    { name: 'signed XML', samples: texts(xml), read: (input) => verifyXml(input, trust) },
    { name: 'signed JSON', samples: texts(jws), read: (input) => verifyJson(input, trust) },
  ]
}

async function* none(): AsyncGenerator<Buffer> {}
