import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exportRecord } from '#modules/records/export-record.ts'
import { installedTrust } from '#modules/signing/installed-trust.ts'
import { verifyArchive } from '#modules/signing/record-archive/verify.ts'
import { commit } from '#store/commit.ts'
import { sheetWard } from '#tests/support/day-sheet.ts'

const withSheet = sheetWard()

describe('an exported record', () => {
  it('proves each signed row of its sheets, and names one that was changed behind the program', () =>
    withSheet(async (sheet) => {
      const encounterId = ((await sheet.response()).encounter?.reference ?? '').replace('Encounter/', '')
      const ids = [
        await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều'),
        await sheet.write('2026-11-23T09:00:00+07:00', 'Đỡ ho'),
      ]
      for (const id of ids) assert.equal((await sheet.sign(id)).status, 200)
      const rows = async () => {
        const { bytes } = await exportRecord(sheet.ctx, encounterId)
        const verdict = verifyArchive(bytes, await installedTrust(sheet.ctx))
        return [verdict.ok, ...verdict.rows.map(({ form, row, faults }) => [form, row, ...faults])]
      }
      assert.deepEqual(await rows(), [true, ['36/BV2', 1], ['36/BV2', 2]])
      const stored = await sheet.response()
      const bent = JSON.parse(JSON.stringify(stored).replace('Ho nhiều', 'Ho ít')) as typeof stored
      await commit(sheet.ctx, [{ kind: 'update', resource: bent }])
      assert.deepEqual(await rows(), [false, ['36/BV2', 1, 'digest-mismatch'], ['36/BV2', 2]])
    }))
})
