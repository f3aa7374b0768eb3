import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { installedTrust, verifyHospital } from '#modules/signing/index.ts'
import { filesOf } from '#modules/signing/record-archive/sealed-files.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { exportHospital } from './export-hospital.ts'
import { signHead } from './sign-head.ts'

describe('an exported hospital', () => {
  it('is whole, and names what was changed in it', () =>
    withWholeApp(async (client) => {
      const ctx = contextOf(client.services)
      await givenArchivedRecord(client)
      await orderAllLeaves(ctx)
      await signHead(ctx, 'archiving')
      await client.send('GET', '/api/audit')
      const files = new Map<string, Buffer>()
      const result = await exportHospital(ctx, async (path, bytes) => void files.set(path, bytes))
      assert.deepEqual(result.absent, [])
      const trust = await installedTrust(ctx)
      const whole = verifyHospital(filesOf(files), trust)
      assert.deepEqual([whole?.faults, whole?.changed, whole?.missing, whole?.added], [[], [], [], []])
      assert.deepEqual([whole?.ok, whole?.head?.size, whole?.heads], [true, result.entries, 1])
      assert.equal(verifyHospital(filesOf(files))?.ok, true)

      const [versions = ''] = [...files.keys()].filter((path) => path.startsWith('versions/'))
      const text = files.get(versions)?.toString('utf8') ?? ''
      const forged = new Map(files).set(
        versions,
        Buffer.from(text.replace('Mệt mỏi ba ngày nay', 'Mệt mỏi bốn ngày nay')),
      )
      const verdict = verifyHospital(filesOf(forged), trust)
      assert.deepEqual(verdict?.changed, [versions])
      assert.match(verdict?.faults[0]?.what ?? '', /^version QuestionnaireResponse\/.*\/_history\/1$/)
    }))
})
