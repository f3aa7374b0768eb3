import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { listLines } from '#platform/backup/line.ts'
import { folderStore } from '#platform/backup/object-store.ts'
import { readRules } from '#platform/backup/policy.ts'
import { openVault, ownVault, readRecoveryKey } from '#platform/backup/vault.ts'
import { readConfig } from '#platform/config.ts'
import { givenLine } from '#tests/support/backup-line.ts'
import { expireAll } from './expire-all.ts'
import { backupPlaces } from './places.ts'

const ago = (days: number) => new Date(Date.now() - days * 86_400_000)

it('what the rules let go goes elsewhere too, by the list there, and the vault of another is not touched', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-expire-'))
  try {
    const [elsewhere, other] = [join(root, 'elsewhere'), join(root, 'other')]
    const config = readConfig({
      LANONG_DATA_DIR: join(root, 'data'),
      LANONG_BACKUP_ELSEWHERE: pathToFileURL(elsewhere).href,
    })
    const places = await backupPlaces(config)
    const vault = await ownVault(places.here, places.keyFile)
    const line = await givenLine(vault, 'written', ago(1), [ago(0)])
    cpSync(join(root, 'data', 'backup'), elsewhere, { recursive: true })
    const key = await readRecoveryKey(places.keyFile)
    assert.ok(key)
    const there = await openVault(folderStore(elsewhere), key)
    await givenLine(there, 'taken-away-here-long-ago', ago(900), [ago(800)])

    // One that was set up with a copy of this key has a vault of its own all the same.
    const strange = await ownVault(folderStore(other), places.keyFile)
    await givenLine(strange, 'of-another', ago(900), [ago(800)])
    await strange.put(strange.blobName('00'.repeat(32)), [Buffer.from('a document of another')])
    const before = await strange.store.list('')
    for (let day = 0; day < 2; day++)
      await expireAll(vault, { ...places, elsewhere: strange.store }, line, readRules())
    assert.deepEqual(await strange.store.list(''), before)

    await expireAll(vault, places, line, readRules())
    assert.deepEqual(
      (await listLines(there)).map(({ id }) => id),
      ['written'],
    )
    assert.equal((await there.store.list('written/bases/')).length, 2)
  } finally {
    rmSync(root, { recursive: true })
  }
})
