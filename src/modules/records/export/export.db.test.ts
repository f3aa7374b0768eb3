import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { unzipSync, zipSync } from 'fflate'
import { installedTrust, rootPems, verifyArchive } from '#modules/signing/index.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { has } from '#tests/support/signing.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

it("an exported record is the ministry's form, a page, every version and its proofs", () =>
  withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    const answer = await client.send('GET', `/api/records/${encounterId}/export`)
    const bytes = Buffer.from(answer.body as Uint8Array)
    const trust = await installedTrust(contextOf(client.services))
    const verdict = verifyArchive(bytes, trust)
    assert.deepEqual(verdict.ledger?.faults, [])
    assert.equal(verdict.ok, true)
    assert.ok((verdict.ledger?.leaves ?? 0) > 20)

    const entries: Record<string, Uint8Array> = unzipSync(bytes)
    const text = (path: string) => Buffer.from(entries[path] ?? []).toString()
    const exchange = JSON.parse(text('HoSoBenhAn.json')) as { HoSoBenhAn: Record<string, { sovaovien: string }> }
    assert.equal(Object.keys(exchange.HoSoBenhAn).length, 11)
    const [number] = new Set(Object.values(exchange.HoSoBenhAn).map((group) => group.sovaovien))
    assert.match(text('HoSoBenhAn.xml'), new RegExp(`<sovaovien>${number}</sovaovien>`))
    assert.match(text('HoSoBenhAn.xml'), /<quatrinhbenhly>Mệt mỏi ba ngày nay</)
    assert.match(text('HoSoBenhAn.xml'), /<maicd>I10</)
    const exchanged = verdict.papers.find((one) => one.path === 'HoSoBenhAn.xml')?.verdict
    assert.deepEqual([exchanged?.verdict, exchanged?.signatures[0]?.level], ['whole', 'B-LTA'])
    assert.match(text('index.html'), /href="papers\/[^"]+\.pdf"/)
    assert.doesNotMatch(text('index.html'), /<script|https?:\/\//)

    const bent = (change: (copy: Record<string, Uint8Array>) => void) => {
      const copy = { ...entries }
      change(copy)
      return Buffer.from(zipSync(copy))
    }
    const [version = ''] = Object.keys(entries).filter((path) => path.startsWith('history/Condition/'))
    const cases = new Map([
      ['whole', bytes],
      [
        'changed',
        bent((copy) => {
          copy[version] = Buffer.from(text(version).replace('I10', 'I11'))
        }),
      ],
      [
        'dropped',
        bent((copy) => {
          delete copy[version]
        }),
      ],
      [
        'moved',
        bent((copy) => {
          copy['ledger/leaves.json'] = Buffer.from(
            text('ledger/leaves.json').replace(/"position":(\d+)/, '"position":1$1'),
          )
        }),
      ],
    ])
    assert.match(
      JSON.stringify(verifyArchive(cases.get('changed') ?? bytes, trust).ledger?.faults),
      /bytes-differ.*document-differs/,
    )
    agree(cases, trust)
  }))

/** The Python verifier says whole where ours does, and names the same entries. */
function agree(cases: ReadonlyMap<string, Buffer>, trust: Awaited<ReturnType<typeof installedTrust>>): void {
  if (!has('python3')) return
  const folder = mkdtempSync(join(tmpdir(), 'lanong-export-'))
  const pem = join(folder, 'root.pem')
  writeFileSync(pem, rootPems(trust)[0]?.[1] ?? '')
  for (const [name, bytes] of cases) writeFileSync(join(folder, `${name}.zip`), bytes)
  const files = [...cases.keys()].map((name) => join(folder, `${name}.zip`))
  const { stdout } = spawnSync('python3', ['tools/verify_ledger.py', '--json', '--trust', pem, ...files], {
    encoding: 'utf8',
  })
  const judged = JSON.parse(stdout) as Record<string, [string, string][]>
  for (const [name, bytes] of cases) {
    const theirs = judged[join(folder, `${name}.zip`)] ?? []
    const ours = verifyArchive(bytes, trust)
    assert.equal(theirs.length === 0, ours.ok, name)
    const told = [
      ...ours.changed.map((path) => `${path} changed`),
      ...ours.missing.map((path) => `${path} missing`),
      ...(ours.ledger?.faults ?? []).map(({ what, fault }) => `${what} ${fault}`),
    ]
    assert.deepEqual(theirs.map((one) => one.join(' ')).sort(), told.sort(), name)
  }
}
