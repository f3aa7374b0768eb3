import assert from 'node:assert/strict'
import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startEmbedded } from '#platform/db/embedded.ts'
import { type Kept, keepDatabase } from '#tests/support/backup.ts'
import { folderStore } from './object-store.ts'
import { openVault, ownVault, parseKey, writeKey } from './vault.ts'

describe('a damaged backup is noticed', () => {
  let kept: Kept
  let names: readonly string[]
  let n = 0
  before(async () => {
    kept = await keepDatabase()
    await kept.write(1000)
    await kept.base()
    for (let round = 0; round < 3; round++) {
      await kept.write(200)
      await kept.putFile(`document ${round}`)
      await kept.write(1)
      await kept.caughtUp()
    }
    await kept.keeper.stop()
    names = (await kept.vault.store.list('')).map(({ name }) => name)
  })
  after(() => kept.close())

  const place = (name: string) => join(kept.root, 'vault', name)
  /** Does something to one object, tries to restore, and puts it back. */
  const withDamage = async (name: string, damage: (path: string) => void) => {
    const bytes = readFileSync(place(name))
    damage(place(name))
    const folder = `damaged-${n++}`
    try {
      await kept.restore({}, folder)
      return { code: 'restored', folder }
    } catch (error) {
      return { code: (error as { code?: string }).code ?? (error as Error).message, folder }
    } finally {
      writeFileSync(place(name), bytes)
    }
  }
  const flip = (at: (size: number) => number) => (path: string) => {
    const bytes = readFileSync(path)
    const where = at(bytes.length)
    bytes[where] = (bytes[where] ?? 0) ^ 0x10
    writeFileSync(path, bytes)
  }
  const pieces = () => names.filter((name) => /\/wal\//.test(name))
  const kinds = () => {
    const one = (shape: RegExp) => names.find((name) => shape.test(name)) ?? ''
    return {
      pack: one(/\/packs\//),
      base: one(/\/bases\/[^.]+$/),
      'list of documents': one(/\.blobs$/),
      'piece of the log': pieces().at(-3) ?? '',
      'last piece of the log': pieces().at(-1) ?? '',
      document: one(/^blobs\//),
      head: one(/\/head$/),
      line: one(/\/line$/),
    }
  }

  it('by a flipped byte anywhere', async () => {
    for (const [kind, name] of Object.entries(kinds()))
      for (const at of [(size: number) => size - 1, (size: number) => Math.floor(size / 2), () => 5]) {
        const { code } = await withDamage(name, flip(at))
        assert.equal(code, 'backup.damaged', kind)
      }
  })

  it('by a file that is cut short or empty', async () => {
    for (const [kind, name] of Object.entries(kinds()))
      for (const size of [statSync(place(name)).size - 1, 30, 0]) {
        const { code } = await withDamage(name, (path) => truncateSync(path, size))
        assert.equal(code, 'backup.damaged', `${kind} ${size}`)
      }
  })

  it('by what is missing: nothing is lost quietly', async () => {
    const wanted = {
      pack: 'backup.missing',
      'list of documents': 'backup.missing',
      'piece of the log': 'backup.gap',
      'last piece of the log': 'backup.gap',
      document: 'backup.missing',
    } as const
    for (const [kind, code] of Object.entries(wanted)) {
      const name = kinds()[kind as keyof typeof wanted]
      const seen = await withDamage(name, (path) => rmSync(path))
      assert.equal(seen.code, code, kind)
    }
  })

  it('by an object that took the place of another', async () => {
    const [one = '', other = ''] = names.filter((name) => /^blobs\//.test(name))
    const { code } = await withDamage(one, (path) => writeFileSync(path, readFileSync(place(other))))
    assert.equal(code, 'backup.damaged')
  })

  it('and a restore that was not finished is never started', async () => {
    const { folder, code } = await withDamage(kinds().document, (path) => rmSync(path))
    assert.equal(code, 'backup.missing')
    assert.ok(existsSync(join(kept.root, folder, 'restore-unfinished')))
    await assert.rejects(startEmbedded(join(kept.root, folder)), { code: 'backup.unfinished' })
    await assert.rejects(kept.restore({}, folder), { code: 'backup.notEmpty' })
  })

  it('another key does not open it, and a lost key is told before anything is written', async () => {
    const store = folderStore(join(kept.root, 'vault'))
    const wrong = Buffer.alloc(32, 7)
    await assert.rejects(openVault(store, wrong), { code: 'backup.wrongKey' })
    const file = join(kept.dataDir, 'backup.key')
    renameSync(file, `${file}.away`)
    await assert.rejects(ownVault(store, file), { code: 'backup.keyLost' })
    renameSync(`${file}.away`, file)
    assert.deepEqual(parseKey(writeKey(wrong)), wrong)
    assert.equal(parseKey(writeKey(wrong).replace('0707', '0708')), undefined)
  })

  it('a moment outside of what is kept is refused', async () => {
    await assert.rejects(kept.restore({ to: Date.now() + 60_000 }, 'beyond'), { code: 'backup.beyond' })
    await assert.rejects(kept.restore({ to: Date.now() - 3_600_000 }, 'before'), { code: 'backup.noBase' })
  })
})
