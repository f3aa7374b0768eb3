import assert from 'node:assert/strict'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { holdDataFolder } from '#platform/data-folder.ts'
import { pool } from '#platform/db/connect.ts'
import { embeddedFolder, startEmbedded } from '#platform/db/embedded.ts'
import { freshFolder } from '#tests/support/program.ts'
import { openServices } from '../open-services.ts'
import { applyUpgrade } from './apply.ts'
import type { Written } from './count-since.ts'
import { mountsBelow } from './mounts.ts'
import { rollBack } from './rollback.ts'
import { markOf, readSwap, restoredIn } from './swap.ts'
import { readWayBack } from './way-back.ts'

const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )
const step = () => {}
const yes = { step, confirm: async () => true }
const [undone, failing] = ['0330-whole-imports.sql', '0345-operations.sql']

describe('an update and its way back', () => {
  const parent = freshFolder('lanong-upgrade-')
  const data = join(parent, 'data')
  const config = readConfig({ LANONG_DATA_DIR: data, LANONG_LOG_LEVEL: 'silent' })
  async function ask<T extends object>(folder: string, ...questions: string[]): Promise<readonly T[]> {
    const server = await startEmbedded(folder, { fsync: false })
    const db = pool(server.address, 1)
    try {
      let rows: readonly T[] = []
      for (const question of questions) rows = (await db.query<T>(question)).rows
      return rows
    } finally {
      await db.end()
      await server.stop()
    }
  }
  const takeBack = [
    'drop table facility_import_file; drop table facility_import',
    `delete from migration where name = '${undone}'`,
  ]
  const facility = (folder: string) => ask<{ name: string }>(folder, 'select name from facility')

  before(async () => {
    chmodSync(parent, 0o755)
    mkdirSync(join(data, 'keys'), { recursive: true })
    if (process.getuid?.() === 0) chownSync(data, 65534, 65534)
    const services = await openServices(config)
    await services.close()
    writeFileSync(join(data, 'keys', 'seal.key'), 'before')
  })
  after(() => rmSync(parent, { recursive: true, force: true }))

  it('has no way back as long as nothing was changed', async () => {
    assert.deepEqual(await applyUpgrade(config, step), { point: undefined, migrated: [] })
    assert.equal(await codeOf(rollBack(config, yes)), 'upgrade.none')
  })

  it('keeps the way back of an update that failed halfway until it is finished', async () => {
    await ask(
      data,
      `update facility set name = 'before'`,
      ...takeBack,
      `delete from migration where name = '${failing}'`,
    )
    assert.equal(await codeOf(applyUpgrade(config, step)), 'database.migration')
    const half = readWayBack(data)
    assert.deepEqual([half?.pending, half?.finishedAt], [[undone, failing], undefined])
    assert.equal(await codeOf(applyUpgrade(config, step)), 'database.migration')
    assert.deepEqual(readWayBack(data), half)
    await ask(data, `insert into migration (name) values ('${failing}')`)
    const { point, migrated } = await applyUpgrade(config, step)
    assert.deepEqual([point?.base, migrated], [half?.base, []])
    assert.ok(readWayBack(data)?.finishedAt)
  })

  it('leaves the way back as it is when nothing is pending, and notes a new one with the next change', async () => {
    const noted = readWayBack(data)
    await applyUpgrade(config, step)
    assert.deepEqual(readWayBack(data), noted)
    await ask(data, ...takeBack)
    const { migrated } = await applyUpgrade(config, step)
    assert.deepEqual(migrated, [undone])
    assert.notEqual(readWayBack(data)?.base, noted?.base)
  })

  it('holds the folder from its first step to its last', async () => {
    await ask(data, ...takeBack)
    const tries: Promise<string | undefined>[] = []
    await applyUpgrade(config, () => void tries.push(codeOf(holdDataFolder(data))))
    assert.ok(tries.length > 0)
    assert.deepEqual([...new Set(await Promise.all(tries))], ['folder.inUse'])
    const held = await holdDataFolder(data)
    assert.equal(await codeOf(applyUpgrade(config, step)), 'upgrade.running')
    assert.equal(await codeOf(rollBack(config, yes)), 'upgrade.running')
    await held.release()
  })

  it('says what is set aside and changes nothing without a yes', async () => {
    await ask(
      data,
      `update facility set name = 'after'`,
      `insert into audit_event (facility, seq, id, at, action, outcome, actor, content, hash)
       values (1, 1000001, gen_random_uuid(), now(), 'test', 'success', 'test', '{}', '\\x00')`,
    )
    let told: Written | undefined
    const confirm = async (_: unknown, written: Written | undefined) => {
      told = written
      return false
    }
    const before = readdirSync(data).sort()
    assert.equal(await codeOf(rollBack(config, { step, confirm })), 'upgrade.unconfirmed')
    assert.deepEqual([told?.changes, told?.events], [0, 1])
    assert.ok(told?.last)
    assert.deepEqual(readdirSync(data).sort(), before)
  })

  it('goes on after each step it was broken off at, inside of the folder, and starts nothing before', async () => {
    writeFileSync(join(data, 'keys', 'seal.key'), 'after')
    const inode = statSync(data).ino
    const beside = readdirSync(parent)
    // Killed while it restored: what is there is as before.
    mkdirSync(restoredIn(data))
    writeFileSync(join(restoredIn(data), 'restore-unfinished'), 'half')
    assert.deepEqual(await facility(data), [{ name: 'after' }])
    // Killed with everything restored and moved out, but nothing in.
    await brokenOff()
    assert.equal(existsSync(join(data, 'postgres')), false)
    assert.equal(await codeOf(openServices(config)), 'backup.rollbackUnfinished')
    assert.equal(existsSync(join(data, 'postgres')), false)
    const { aside } = await rollBack(config, { step, confirm: () => assert.fail('it was confirmed before') })
    assert.deepEqual([existsSync(markOf(data)), existsSync(restoredIn(data))], [false, false])
    assert.deepEqual([statSync(data).ino, readdirSync(parent)], [inode, beside])
    assert.deepEqual([await facility(data), await facility(aside)], [[{ name: 'before' }], [{ name: 'after' }]])
    assert.equal(readFileSync(join(data, 'keys', 'seal.key'), 'utf8'), 'before')
    assert.equal(readFileSync(join(aside, 'keys', 'seal.key'), 'utf8'), 'after')
    const owner = statSync(data).uid
    for (const path of ['keys', 'keys/seal.key', 'set-aside'])
      assert.equal(statSync(join(data, path)).uid, owner, path)
    assert.equal(statSync(join(data, 'postgres')).uid, statSync(join(aside, 'postgres')).uid)
    assert.equal(await codeOf(rollBack(config, yes)), 'upgrade.none')
  })

  /** A rollback that came to its mark and was killed after half of its moves. */
  async function brokenOff(): Promise<void> {
    const moved = join(data, 'set-aside')
    writeFileSync(moved, 'a file where the folder should be stops it after the mark')
    assert.notEqual(await codeOf(rollBack(config, yes)), undefined)
    rmSync(moved)
    const swap = readSwap(data)
    assert.ok(swap)
    mkdirSync(join(moved, swap.aside), { recursive: true, mode: 0o755 })
    await rename(join(data, 'postgres'), join(moved, swap.aside, 'postgres'))
  }
})

const asRoot = process.getuid?.() === 0

describe('the superuser at the data folder of a service', () => {
  it('is refused where its PostgreSQL cannot be reached, and nothing is begun elsewhere', {
    skip: asRoot ? false : 'PostgreSQL runs as another user only when the command runs as root',
  }, async () => {
    const closed = freshFolder('lanong-closed-') // mode 0700: the user of PostgreSQL cannot walk into it
    const data = join(closed, 'data')
    mkdirSync(join(data, 'postgres'), { recursive: true })
    writeFileSync(join(data, 'postgres', 'PG_VERSION'), '18\n')
    const config = readConfig({ LANONG_DATA_DIR: data, LANONG_LOG_LEVEL: 'silent' })
    try {
      assert.equal(await codeOf(applyUpgrade(config, step)), 'upgrade.otherUser')
      const { data: elsewhere } = await embeddedFolder(data)
      assert.deepEqual([elsewhere === join(data, 'postgres'), existsSync(elsewhere)], [false, false])
      const held = await holdDataFolder(data)
      await held.release()
    } finally {
      rmSync(closed, { recursive: true, force: true })
    }
  })
})

describe('mounts below a folder', () => {
  it('are told by the entry they are in, and the folder itself is none', () => {
    const line = (point: string) => `36 35 98:0 / ${point} rw,noatime master:1 - ext4 /dev/sda rw`
    const text = ['/', '/tmp', '/tmp/blobs', '/tmp/a\\040b/c', '/tmpfoo/d'].map(line).join('\n')
    assert.deepEqual(mountsBelow('/tmp', text), ['blobs', 'a b'])
  })
})
