import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync, zipSync } from 'fflate'
import { noon } from '#tests/support/database.ts'
import { has, judge, signingBench } from '#tests/support/signing.ts'
import { provePaper } from '../evidence/complete-paper.ts'
import { verifyFile } from '../verify-file.ts'
import { toPem } from '../x509/certificate.ts'
import { buildArchive } from './build.ts'
import { readEntries } from './read-entries.ts'
import { verifyArchive } from './verify.ts'

const bench = await signingBench()
const { authority } = bench
const bare = await bench.sign(
  await bench.sign(bench.unsigned, 'doctor', await bench.person('Bác sĩ')),
  'head',
  await bench.person('Trưởng khoa'),
)
const { bytes: paper } = await provePaper(bare, { last: true }, bench.services, noon)
const archiveOf = (about: Readonly<Record<string, string>>) =>
  buildArchive(
    {
      record: '26/000123',
      facility: 'Bệnh viện Đa khoa Ngàn Phố',
      madeAt: '2026-11-23T10:42:00+07:00',
      madeBy: 'Người Thử Nghiệm',
      about,
      fhir: Buffer.from('{"resourceType":"Bundle","type":"document"}'),
      papers: [{ name: '15-BV1', bytes: paper }],
      roots: [authority.root],
    },
    authority.seal,
    authority.stamper,
  )
const archive = await archiveOf({ state: 'archived' })

const rezip = (change: (entries: Record<string, Uint8Array>) => void): Buffer => {
  const entries: Record<string, Uint8Array> = unzipSync(archive)
  change(entries)
  return Buffer.from(zipSync(entries))
}

test('an exported record is whole, with given roots and with its own', () => {
  assert.equal(verifyArchive(archive, authority.trust).ok, true)
  const own = verifyArchive(archive)
  assert.equal(own.ok, true)
  assert.equal(own.trust, 'archive')
  assert.equal(own.papers[0]?.verdict.verdict, 'whole')
})

test('what is changed, missing or added is named', () => {
  const changed = verifyArchive(
    rezip((entries) => {
      entries['record.fhir.json'] = Buffer.from('{}')
    }),
  )
  assert.deepEqual([changed.ok, changed.changed], [false, ['record.fhir.json']])
  const missing = verifyArchive(
    rezip((entries) => {
      delete entries['papers/15-BV1.pdf']
    }),
  )
  assert.deepEqual([missing.ok, missing.missing], [false, ['papers/15-BV1.pdf']])
  const added = verifyArchive(
    rezip((entries) => {
      entries['papers/more.pdf'] = Buffer.from('%PDF-1.7')
    }),
  )
  assert.deepEqual([added.ok, added.added], [false, ['papers/more.pdf']])
})

test('a rewritten list of files loses the seal of the facility', () => {
  const forged = verifyArchive(
    rezip((entries) => {
      entries['manifest.json'] = Buffer.from(
        Buffer.from(entries['manifest.json'] ?? [])
          .toString()
          .replace('26/000123', '26/000124'),
      )
    }),
  )
  assert.equal(forged.ok, false)
  assert.deepEqual(forged.seal?.faults, ['digest-mismatch'])
})

test('no changed byte gives another content that passes', () => {
  const entries = readEntries(archive)
  for (let at = 0; at < archive.length; at += 5) {
    const bent = Buffer.from(archive)
    bent[at] = (bent[at] ?? 0) ^ 1
    if (!verifyArchive(bent, authority.trust).ok) continue
    const now = readEntries(bent)
    assert.ok(now && [...now].every(([name, content]) => entries?.get(name)?.equals(content)), `byte ${at}`)
  }
})

test('the outcome is said in words, in both languages', () => {
  const vi = verifyFile(archive, 'vi', [authority.root])
  assert.equal(vi.ok, true)
  assert.match(vi.lines.join('\n'), /Hồ sơ 26\/000123 nguyên vẹn/)
  assert.doesNotMatch(vi.lines.join('\n'), /chưa được hoàn chỉnh|chưa ký/)
  assert.match(verifyFile(archive, 'en').lines.join('\n'), /Compare [0-9a-f]{64} with the facility/)
  assert.match(verifyFile(paper, 'en', [authority.root]).lines[0] ?? '', /Whole: valid signatures: 2/)
  assert.match(
    verifyFile(bare, 'en', [authority.root]).lines[0] ?? '',
    /Nothing is wrong, but not everything can be proven/,
  )
  assert.equal(verifyFile(paper, 'en').ok, false)
  assert.equal(verifyFile(Buffer.from('hello'), 'en').ok, false)
})

test('openssl verifies the seal over the list of files', {
  skip: has('openssl') ? false : 'openssl is not here',
}, () => {
  const entries = unzipSync(archive)
  const files = {
    'manifest.json': Buffer.from(entries['manifest.json'] ?? []),
    'manifest.json.p7s': Buffer.from(entries['manifest.json.p7s'] ?? []),
    'root.pem': toPem(authority.root),
  }
  const args = [
    'cms',
    '-verify',
    '-cades',
    '-binary',
    '-inform',
    'DER',
    '-in',
    'manifest.json.p7s',
    '-content',
    'manifest.json',
    '-CAfile',
    'root.pem',
    '-attime',
    '1795405320',
    '-out',
    'out',
  ]
  assert.equal(judge('openssl', args, files), '')
  assert.match(judge('openssl', args, { ...files, 'manifest.json': '{}' }), /^failed/)
})

test('what was open or unsigned when it was exported is said', async () => {
  const open = verifyFile(await archiveOf({ state: 'open', unsignedPapers: '1' }), 'vi', [authority.root])
  assert.equal(open.ok, true)
  assert.match(open.lines.join('\n'), /chưa được hoàn chỉnh\..*còn 1 giấy chưa ký/s)
})
