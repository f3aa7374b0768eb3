import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import type { DocumentReference } from '@medplum/fhirtypes'
import { unzipSync } from 'fflate'
import { installedTrust, openArchive, rootPems } from '#modules/signing/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { readResource } from '#store/read.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { photograph } from '#tests/support/scans.ts'
import type { TestClient } from '#tests/support/server.ts'
import { has } from '#tests/support/signing.ts'
import { giveKey, withWholeApp } from '#tests/support/whole-app.ts'
import { verifyFile } from '../../signing/verify-file.ts'
import { importRecord } from './import-record.ts'

type Trust = Awaited<ReturnType<typeof installedTrust>>

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const octets = { 'content-type': 'application/octet-stream' }
const text = (entries: Record<string, Uint8Array>, path: string) => Buffer.from(entries[path] ?? []).toString()

/** A photograph of an old paper, sealed into an archived record. */
async function givenSealedScan(client: TestClient, encounterId: string, body: Buffer): Promise<string> {
  await givenOfficeStaff(client)
  const url = `/api/scans?encounter=${encounterId}&name=giay-cu.jpg`
  const { id } = (await client.send('POST', url, { as: officer, body, headers: octets })).body as { id: string }
  const index = { title: 'Giấy ra viện cũ', datedOn: '2019-05-02' }
  await client.send('POST', `/api/scans/${id}/index`, { as: officer, body: index })
  const check = { as: director, body: { faithful: true, note: '' } }
  const sealed = await client.send('POST', `/api/scans/${id}/check`, check)
  assert.equal(sealed.status, 200, sealed.text)
  return (sealed.body as { documentId: string }).documentId
}

const exported = async (client: TestClient, id: string, query = '') =>
  Buffer.from((await client.send('GET', `/api/records/${id}/export${query}`)).body as Uint8Array)

/** What the verifier in another language finds wrong with both. */
function secondVerdict({ included, away, trust }: Record<'included' | 'away', Buffer> & { trust: Trust }) {
  if (!has('python3')) return [[], []]
  const folder = mkdtempSync(join(tmpdir(), 'lanong-images-'))
  const [pem, ...files] = ['root.pem', 'included.zip', 'away.zip'].map((name) => join(folder, name))
  const contents = [rootPems(trust)[0]?.[1] ?? '', included, away]
  for (const [at, path] of [pem, ...files].entries()) writeFileSync(path ?? '', contents[at] ?? '')
  const line = ['tools/verify_ledger.py', '--json', '--trust', pem ?? '', ...files]
  const judged = JSON.parse(spawnSync('python3', line, { encoding: 'utf8' }).stdout) as Record<string, unknown>
  return files.map((path) => judged[path])
}

it('pictures go with a record or by hash and address; both are whole, and both come into an empty house', async () => {
  const photo = await photograph()
  const sha256 = hashOf(photo)
  const made = await withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    const documentId = await givenSealedScan(client, encounterId, photo)
    const ctx = contextOf(client.services)
    const paper = await readResource<DocumentReference>(ctx, 'DocumentReference', documentId)
    assert.equal(paper.content[1]?.attachment?.contentType, 'image/jpeg')
    const included = await exported(client, encounterId)
    const away = await exported(client, encounterId, '?images=reference')
    const path = `/api/records/${encounterId}/files`
    assert.deepEqual((await client.send('GET', `${path}/${sha256}`)).body, photo)
    const stranger = { permissions: new Set(['records.read']) }
    assert.equal((await client.send('GET', `${path}/${sha256}`, { as: stranger })).status, 403)
    const signed = paper.content[0]?.attachment?.url?.slice(-64) ?? ''
    for (const other of [hashOf(Buffer.from('x')), signed])
      assert.equal((await client.send('GET', `${path}/${other}`)).status, 404)
    assert.equal((await client.send('GET', `/api/records/${encounterId}/export?images=none`)).status, 400)
    return { included, away, trust: await installedTrust(ctx), encounterId }
  })

  const entry = `files/${sha256}.jpg`
  const [whole, less] = [unzipSync(made.included), unzipSync(made.away)]
  assert.deepEqual(Buffer.from(whole[entry] ?? []), photo)
  assert.equal(less[entry], undefined)
  assert.match(text(whole, 'index.html'), new RegExp(`<img src="${entry}" alt="giay-cu.jpg"`))
  const address = `/api/records/${made.encounterId}/files/${sha256}`
  for (const part of ['Theo tham chiếu', address, sha256]) assert.ok(text(less, 'index.html').includes(part), part)
  assert.doesNotMatch(text(less, 'index.html'), new RegExp(`<img src="${entry}`))
  for (const [bytes, paths] of [
    [made.included, [entry]],
    [made.away, [undefined]],
  ] as const) {
    const { verdict } = openArchive(bytes, made.trust)
    assert.deepEqual([verdict.ok, verdict.ledger?.faults], [true, []])
    assert.deepEqual(
      verdict.images.map((one) => [one.sha256, one.size, one.path]),
      paths.map((path) => [sha256, photo.length, path]),
    )
  }
  assert.deepEqual(secondVerdict(made), [[], []])
  const said = verifyFile(made.away, 'vi', made.trust.roots).lines.join('\n')
  assert.match(said, new RegExp(`Có 1 ảnh theo tham chiếu.*\\n +${sha256} giay-cu.jpg`))
  assert.doesNotMatch(verifyFile(made.included, 'vi', made.trust.roots).lines.join('\n'), /tham chiếu/)

  const takenIn = (bytes: Buffer, beside: ReadonlyMap<string, () => Promise<Buffer>>) =>
    withWholeApp(async (client) => {
      await giveKey(client)
      const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
      const { awaited } = await importRecord(ctx, bytes, made.trust.roots, beside)
      return [awaited, await ctx.blobs.has(sha256)]
    })
  assert.deepEqual(await takenIn(made.included, new Map()), [[], true])
  assert.deepEqual(await takenIn(made.away, new Map()), [[sha256], false])
  const other = new Map([[sha256, async () => Buffer.from('another picture')]])
  assert.deepEqual(await takenIn(made.away, other), [[sha256], false], 'only what has the hash')
  assert.deepEqual(await takenIn(made.away, new Map([[sha256, async () => photo]])), [[], true])
})
