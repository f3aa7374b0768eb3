import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { s3Secret, startObjectServer } from '#tests/support/object-store.ts'
import { type FirstTime, startMirror, watched } from './mirror.ts'
import { folderStore, type ObjectStore } from './object-store.ts'
import { s3Store } from './s3-store.ts'
import { openVault, ownVault, parseKey, readRecoveryKey } from './vault.ts'

const once = (): FirstTime => {
  const begun = new Set<string>()
  return {
    isFirst: async (where) => !begun.has(where),
    begun: async (where) => void begun.add(where),
  }
}

async function inFolder(work: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-copies-'))
  try {
    await work(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** A store that has room for so many bytes. */
function small(store: ObjectStore, most: number): ObjectStore & { room: number } {
  const limited = {
    ...store,
    room: most,
    async put(name: string, bytes: Buffer) {
      if (bytes.length > limited.room) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      limited.room -= bytes.length
      await store.put(name, bytes)
    },
  }
  return limited
}

describe('the copy elsewhere', () => {
  it('goes to an object store, waits while that is away, and opens there with the recovery key', () =>
    inFolder(async (root) => {
      const server = await startObjectServer()
      const access = { endpoint: server.endpoint, region: 'vn-1', ...s3Secret }
      const there = await s3Store('s3://kho/ban-sao', access)
      let mirror: ReturnType<typeof startMirror> | undefined
      const here = watched(folderStore(join(root, 'here')), {
        added: (name) => mirror?.added(name),
        removed: (name) => mirror?.removed(name),
      })
      const vault = await ownVault(here, join(root, 'key'))
      mirror = startMirror(here, there, () => undefined, once())
      try {
        await vault.put('line/wal/one', [Buffer.from('một')])
        await mirror.settled(30)
        server.failWith = 503
        await vault.put('line/wal/two', [Buffer.from('hai')])
        await assert.rejects(mirror.settled(1), { code: 'backup.copyBehind' })
        server.failWith = undefined
        await mirror.settled(60)
        await here.remove('line/wal/one')
        await mirror.settled(30)
        const key = await readRecoveryKey(join(root, 'key'))
        assert.ok(key)
        const opened = await openVault(there, key)
        assert.equal((await opened.read('line/wal/two'))?.toString(), 'hai')
        assert.equal(await opened.read('line/wal/one'), undefined)
        assert.deepEqual(
          (await there.list('')).map(({ name }) => name),
          ['line/wal/two', 'vault.json'],
        )
        await assert.rejects(
          (await s3Store('s3://kho/ban-sao', { ...access, secretAccessKey: 'khác' })).get('vault.json'),
          { name: 'SignatureDoesNotMatch' },
        )
      } finally {
        await mirror.stop()
        await server.stop()
      }
    }))

  it('is not begun anew in a place that lost it: a share that is not mounted', () =>
    inFolder(async (root) => {
      const here = folderStore(join(root, 'here'))
      await ownVault(here, join(root, 'key'))
      const first = once()
      const there = folderStore(join(root, 'share'))
      const one = startMirror(here, there, () => undefined, first)
      await one.settled(10)
      await one.stop()
      rmSync(join(root, 'share'), { recursive: true })
      const again = startMirror(here, there, () => undefined, first)
      await assert.rejects(again.settled(1), /Is the disk or share mounted/)
      await again.stop()
      assert.deepEqual(await there.list(''), [])
    }))

  it('is refused where another installation keeps its own', () =>
    inFolder(async (root) => {
      const there = folderStore(join(root, 'there'))
      await ownVault(there, join(root, 'other-key'))
      const here = folderStore(join(root, 'here'))
      await ownVault(here, join(root, 'key'))
      const mirror = startMirror(here, there, () => undefined, once())
      await assert.rejects(mirror.settled(1), /another installation/)
      await mirror.stop()
    }))

  it('goes on by itself when a full place has room again', () =>
    inFolder(async (root) => {
      const here = folderStore(join(root, 'here'))
      const vault = await ownVault(here, join(root, 'key'))
      await vault.put('line/packs/large', [randomBytes(4096)])
      const there = small(folderStore(join(root, 'there')), 400)
      const mirror = startMirror(here, there, () => undefined, once())
      await assert.rejects(mirror.settled(1), { code: 'backup.copyBehind' })
      there.room = 1_000_000
      await mirror.settled(60)
      assert.ok(await there.get('line/packs/large'))
      await mirror.stop()
    }))
})

/** A store at the end of a slow line. */
function slow(store: ObjectStore, ms: number, puts: string[] = []): ObjectStore {
  return {
    ...store,
    async put(name, bytes) {
      await sleep(name.includes('/packs/') ? ms * 20 : ms)
      await store.put(name, bytes)
      puts.push(name)
    },
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}

describe('the copy elsewhere at the end of a slow line', () => {
  it('takes what another process wrote, though the log never ends', { timeout: 60_000 }, () =>
    inFolder(async (root) => {
      const here = folderStore(join(root, 'here'))
      await ownVault(here, join(root, 'key'))
      const there = slow(folderStore(join(root, 'there')), 40)
      const mirror = startMirror(here, there, () => ({ id: 'line', safeAt: 1 }), once())
      const log = keepWriting(here, mirror)
      try {
        await until(async () => (await there.get('line/head')) !== undefined)
        await here.put('line/packs/of-a-base', Buffer.from('by another process'))
        mirror.compare()
        await until(async () => (await there.get('line/packs/of-a-base')) !== undefined)
      } finally {
        await log.stop()
        await mirror.stop()
      }
    }),
  )

  it(
    'follows the log while a base goes over, and its head never speaks of what is not there',
    { timeout: 60_000 },
    () =>
      inFolder(async (root) => {
        const here = folderStore(join(root, 'here'))
        await ownVault(here, join(root, 'key'))
        for (let n = 0; n < 20; n++) await here.put(`line/packs/p-${n}`, Buffer.from(`${n}`))
        await here.put('line/bases/b', Buffer.from('a base'))
        await here.put('line/wal/0', Buffer.from('0'))
        await here.put('blobs/00/a', Buffer.from('a document'))
        const puts: string[] = []
        const there = slow(folderStore(join(root, 'there')), 20, puts)
        const seen: string[] = []
        const watchedThere: ObjectStore = {
          ...there,
          async put(name, bytes) {
            await there.put(name, bytes)
            if (!name.endsWith('/head')) return
            const pieces = new Set((await there.list('line/wal/')).map((one) => one.name))
            for (let n = 0; n <= Number(bytes); n++)
              if (!pieces.has(`line/wal/${n}`)) seen.push(`head ${bytes} without ${n}`)
          },
        }
        const mirror = startMirror(here, watchedThere, () => ({ id: 'line', safeAt: 1 }), once())
        const log = keepWriting(here, mirror)
        try {
          await until(async () => puts.includes('line/bases/b'))
          const [head, base] = [puts.indexOf('line/head'), puts.indexOf('line/bases/b')]
          assert.ok(head >= 0 && head < base, `the head was object ${head}, the base ${base}`)
          assert.ok(puts.indexOf('blobs/00/a') < puts.indexOf('line/bases/b'))
          assert.deepEqual(seen, [])
        } finally {
          await log.stop()
          await mirror.stop()
        }
      }),
  )
})

/** Pieces of a log that never ends, each with a head that speaks of it. */
function keepWriting(here: ObjectStore, mirror: ReturnType<typeof startMirror>) {
  let stopping = false
  const running = (async () => {
    for (let n = 1; !stopping; n++) {
      for (const [name, text] of [
        [`line/wal/${n}`, `${n}`],
        ['line/head', `${n}`],
      ] as const) {
        await here.put(name, Buffer.from(text))
        mirror.added(name)
      }
      await sleep(30)
    }
  })()
  return {
    stop() {
      stopping = true
      return running
    },
  }
}

describe('a recovery key on paper', () => {
  it('is read with a slip of the pen found', () => {
    const written = `${'0123-4567-89ab-cdef-'.repeat(4).slice(0, -1)}`
    assert.ok(parseKey(written))
    assert.equal(parseKey(`${written} 00000000`), undefined)
  })
})
