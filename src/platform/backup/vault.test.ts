import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { freshFolder } from '#tests/support/program.ts'
import { folderStore, type ObjectStore } from './object-store.ts'
import { ownVault } from './vault.ts'

describe('what a vault writes', () => {
  const root = freshFolder('lanong-vault-')
  after(() => rmSync(root, { recursive: true, force: true }))
  const store = folderStore(join(root, 'vault'))
  const opened = (on: ObjectStore) => ownVault(on, join(root, 'backup.key'))

  it('may be written by two at once when it is the same: a base and the keeper of the log keep one document', async () => {
    const vault = await opened(store)
    const frames = [Buffer.from('one'), Buffer.alloc(300_000, 7)]
    for (let round = 0; round < 20; round++)
      await Promise.all([vault.put(`files/${round}`, frames), vault.put(`files/${round}`, frames)])
    assert.deepEqual(await vault.read('files/19'), Buffer.concat(frames))
  })

  it('is refused when something else comes back', async () => {
    const other = await opened(store)
    await other.put('a', [Buffer.from('something else')])
    const lying = await opened({ ...store, put: async () => {} })
    await assert.rejects(lying.put('a', [Buffer.from('mine')]), { code: 'backup.damaged' })
    await assert.rejects(lying.put('nothing', [Buffer.from('mine')]), { code: 'backup.damaged' })
    const flipping: ObjectStore = {
      ...store,
      put: (name, bytes) => store.put(name, Buffer.from(bytes.map((byte, n) => (n === 40 ? byte ^ 1 : byte)))),
    }
    await assert.rejects((await opened(flipping)).put('b', [Buffer.from('mine')]), { code: 'backup.damaged' })
  })
})
