import assert from 'node:assert/strict'
import { it } from 'node:test'
import { installedTrust, openArchive } from '#modules/signing/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { readLeafLine } from '#store/ledger/leaf-line.ts'
import { listVersions } from '#store/ledger/record-leaves.ts'
import { findCurrent } from '#store/read.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { giveKey, withWholeApp } from '#tests/support/whole-app.ts'
import { importRecord } from './import-record.ts'

it('an exported record comes into an empty installation, and every signature and proof still holds', async () => {
  const made = await withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    const { body } = await client.send('GET', `/api/records/${encounterId}/export`)
    const trust = await installedTrust(contextOf(client.services))
    return { bytes: Buffer.from(body as Uint8Array), trust, encounterId }
  })
  await withWholeApp(async (client) => {
    await giveKey(client)
    const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
    await assert.rejects(importRecord(ctx, made.bytes), { code: 'records.importNotWhole' })
    const bent = Buffer.from(made.bytes)
    bent[bent.length >> 1] = (bent[bent.length >> 1] ?? 0) ^ 1
    await assert.rejects(importRecord(ctx, bent, made.trust.roots), { code: 'records.importNotWhole' })
    assert.equal(await findCurrent(ctx, 'Encounter', made.encounterId), undefined)

    const taken = await importRecord(ctx, made.bytes, made.trust.roots)
    const origin = openArchive(made.bytes, made.trust)
    let compared = 0
    for (const { line } of origin.leaves) {
      const leaf = readLeafLine(line)
      const [, type = '', id = '', version] = /^(\w+)\/([^/]+)\/_history\/(\d+)$/.exec(leaf?.name ?? '') ?? []
      if (leaf?.kind !== 'version') continue
      const [stored] = await listVersions(ctx, [{ type, id, version: Number(version) }])
      assert.equal(stored?.hash.toString('hex'), leaf.sha256, leaf.name)
      compared += 1
    }
    assert.equal(compared, taken.versions)
    assert.ok(compared > 20 && taken.kept.length === 0)

    const again = await client.send('GET', `/api/records/${made.encounterId}/export`)
    const mine = await installedTrust(ctx)
    const here = openArchive(Buffer.from(again.body as Uint8Array), {
      roots: [...mine.roots, ...made.trust.roots],
      crls: [...mine.crls, ...made.trust.crls],
    })
    assert.deepEqual([here.verdict.ok, here.verdict.ledger?.faults], [true, []])
    for (const [path, bytes] of origin.entries)
      if (/^(history|papers|files)\//.test(path)) assert.ok(here.entries.get(path)?.equals(bytes), path)
    await assert.rejects(importRecord(ctx, made.bytes, made.trust.roots), { code: 'records.importExists' })
  })
})
