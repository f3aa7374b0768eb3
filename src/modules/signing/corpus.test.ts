import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { flattenedVerify } from 'jose'
import { cmsCases } from '#tests/support/corpus/cms-cases.ts'
import { pdfCases } from '#tests/support/corpus/pdf-cases.ts'
import { type Case, corpusPeople } from '#tests/support/corpus/people.ts'
import { jsonCases, xmlCases } from '#tests/support/corpus/xml-cases.ts'
import { noon } from '#tests/support/database.ts'
import { has } from '#tests/support/signing.ts'
import { readSignedMessage } from './cms/read.ts'
import { validate } from './report/validate.ts'
import { toPem } from './x509/certificate.ts'

const people = await corpusPeople()
const { authority } = people
const cases: readonly Case[] = [
  ...(await pdfCases(people)),
  ...(await cmsCases(people)),
  ...(await xmlCases(people)),
  ...(await jsonCases(people)),
]
const roots = { roots: authority.trust.roots, crls: [] }
// What stands beside its content carries no proofs: there the list of the authority is at hand.
const trustOf = ({ kind }: Case) => (kind === 'cms' || kind === 'xml' ? authority.trust : roots)

test('the corpus is large, and every case has a name of its own', () => {
  assert.ok(cases.length >= 200, `${cases.length}`)
  assert.equal(new Set(cases.map(({ kind, name }) => `${kind} ${name}`)).size, cases.length)
})

test('ours judges every file of the corpus as it is, and names why', () => {
  const wrong = cases.flatMap((one) => {
    const content = one.content === undefined ? {} : { content: one.content }
    const report = validate(one.bytes, trustOf(one), { now: noon, ...content })
    // What is cut or bent so far that its kind cannot be told is not taken for a signed file.
    const verdict = report?.verdict ?? 'broken'
    const told = (report?.signatures ?? []).flatMap(({ faults, doubts }) => [...faults, ...doubts])
    const named = !one.reasons || one.reasons.some((reason) => told.some((other) => other === reason))
    return verdict === one.verdict && named ? [] : [`${one.kind} ${one.name}: ${verdict} ${told.join(' ')}`]
  })
  assert.deepEqual(wrong, [])
})

const folder = mkdtempSync(join(tmpdir(), 'lanong-corpus-'))
const put = (name: string, bytes: Buffer | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const root = put('root.pem', toPem(authority.root))
const seconds = String(Math.floor(noon.getTime() / 1000))

interface Judge {
  readonly program: string
  says(one: Case): boolean
}

const run = (program: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(program, [...args], { encoding: 'utf8' })
  return { ok: status === 0, said: `${stdout}${stderr}` }
}

const judges: Readonly<Record<'pdf' | 'cms' | 'xml', Judge>> = {
  pdf: {
    program: 'pdfsig',
    says(one) {
      const { said } = run('pdfsig', ['-nocert', put('a.pdf', one.bytes)])
      const signatures = said.match(/Signature Validation: .*/g) ?? []
      const judged = signatures.filter((line) => !/not yet been verified/.test(line))
      return judged.length > 0 && judged.every((line) => /Signature is Valid/.test(line))
    },
  },
  cms: {
    program: 'openssl',
    says(one) {
      const [signature, content] = [put('a.p7s', one.bytes), put('a.txt', one.content ?? Buffer.alloc(0))]
      const files = ['-inform', 'DER', '-in', signature, '-content', content, '-CAfile', root]
      return run('openssl', [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        ...files,
        '-attime',
        seconds,
        '-out',
        '/dev/null',
      ]).ok
    },
  },
  xml: {
    program: 'xmlsec1',
    says(one) {
      const known = ['--id-attr:Id', 'SignedProperties', '--trusted-pem', root]
      const at = ['--verification-gmt-time', '2026-11-23+03:42:00']
      return run('xmlsec1', ['--verify', ...known, ...at, put('a.xml', one.bytes)]).ok
    },
  },
}

for (const [kind, judge] of Object.entries(judges))
  test(`${judge.program} agrees on every ${kind} file that it can judge`, {
    skip: has(judge.program) ? false : `${judge.program} is not here`,
  }, () => {
    const judged = cases.filter((one) => one.kind === kind && typeof one.other === 'string')
    const other = judged.filter((one) => judge.says(one) !== (one.other === 'valid'))
    assert.deepEqual(
      other.map(({ name, other: expected }) => `${name}: not ${String(expected)}`),
      [],
    )
    assert.ok(judged.length >= 30, `${judged.length}`)
  })

test('openssl agrees on time stamps: of this signature, of another, of a stranger', {
  skip: has('openssl') ? false : 'openssl is not here',
}, () => {
  const named = (name: string) => {
    const found = cases.find((one) => one.kind === 'cms' && one.name === name)
    const { signature, timeStampToken } = readSignedMessage(found?.bytes ?? Buffer.alloc(0))
    const files = ['-data', put('value', signature), '-in', put('token', timeStampToken ?? ''), '-token_in']
    return run('openssl', ['ts', '-verify', ...files, '-CAfile', root, '-attime', seconds]).ok
  }
  assert.equal(named('good, P-256'), true)
  assert.equal(named('time stamp of another signature'), false)
  assert.equal(named('time stamp of a stranger'), false)
})

test('jose agrees on every JSON file that it can judge', async () => {
  for (const { kind, name, bytes, other } of cases) {
    if (kind !== 'json' || typeof other !== 'string') continue
    const right = await Promise.resolve()
      .then(() => {
        const { header: _, ...jws } = JSON.parse(bytes.toString())
        return flattenedVerify(jws, authority.seal.certificate.publicKey)
      })
      .then(
        () => true,
        () => false,
      )
    assert.equal(right, other === 'valid', name)
  }
})
