import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { keptKey } from '#modules/drafts/kept-key.ts'
import type { Context } from '#platform/context.ts'
import { isEnvelope, masterKeyOf } from '#platform/keys/envelope.ts'
import { installedKeyring } from '#platform/keys/installed.ts'
import { addKey, masterKeyFile } from '#platform/keys/keyring.ts'
import { openField, readMarkedColumns, sealField } from '#platform/keys/marked-columns.ts'
import { keysInColumns, resealColumns } from '#platform/keys/reseal-columns.ts'
import { withContext } from '#tests/support/database.ts'
import { resealMarked } from './columns.ts'
import { protectionFindings } from './findings.ts'

const person = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

async function keep(ctx: Context, account: string, key: Buffer): Promise<void> {
  await sql`insert into kept_key (facility, account, key, made_at) values (1, ${account}, ${key}, now())`.execute(
    ctx.db,
  )
}

const kept = async (ctx: Context, account: string): Promise<Buffer> => {
  const { rows } = await sql<{ key: Buffer }>`select key from kept_key where account = ${account}`.execute(ctx.db)
  return rows[0]?.key ?? Buffer.alloc(0)
}

const levelOf = async (ctx: Context) => (await protectionFindings(ctx)).find(({ part }) => part === 'marked')?.code

describe('data/security/marked-columns.json', () => {
  it('says of every column with a secret how it is kept', () => {
    const { encrypted, otherwise } = readMarkedColumns()
    const known = new Set([
      ...encrypted.map(({ table, column }) => `${table}.${column}`),
      ...Object.keys(otherwise),
    ])
    const columns = [...readFileSync('schema.sql', 'utf8').matchAll(/^table (\w+) (\w+) (bytea|text)(?![\w[])/gm)]
    const secret =
      /secret|password_hash|pin_hash|pin_box|token_hash|code_hash|verifier|private_key|public_key|^key$/
    const found = columns
      .filter(([, , column = '']) => secret.test(column))
      .map(([, table, column]) => `${table}.${column}`)
    assert.ok(found.length >= 15, String(found.length))
    assert.deepEqual(
      found.filter((one) => !known.has(one)),
      [],
    )
    const there = new Set(columns.map(([, table, column]) => `${table}.${column}`))
    assert.deepEqual(
      [...encrypted.map(({ table, column }) => `${table}.${column}`)].filter((one) => !there.has(one)),
      [],
    )
  })
})

describe('a marked column', () => {
  it('never holds what it keeps as it is, and a value opens in its own row only', () =>
    withContext(async (ctx) => {
      const { key } = await keptKey(ctx)
      const stored = await kept(ctx, ctx.actor.id)
      assert.ok(isEnvelope(stored))
      assert.equal(stored.includes(Buffer.from(key, 'base64')), false)
      assert.deepEqual(openField(ctx.config, 'kept_key.key', [1, ctx.actor.id], stored).toString('base64'), key)
      assert.throws(() => openField(ctx.config, 'kept_key.key', [1, person(1)], stored), { code: 'keys.altered' })
      assert.equal((await keptKey(ctx)).key, key)
      assert.equal(await levelOf(ctx), 'markedWell')
    }))

  it('goes over from before and after a rotation, goes on where it was broken off, and says what it cannot open', () =>
    withContext(async (ctx) => {
      const keyring = installedKeyring(ctx.config)
      const first = keyring.current().id
      const plain = randomBytes(32)
      for (let n = 0; n < 450; n++) await keep(ctx, person(n), plain)
      assert.deepEqual(await keysInColumns(ctx.db), { plain: 450 })
      assert.equal(await levelOf(ctx), 'markedPlain')
      assert.deepEqual(await resealMarked(ctx, 250), { values: 250, failed: 0 })
      assert.deepEqual(await keysInColumns(ctx.db), { [first]: 250, plain: 200 })
      assert.deepEqual(await resealMarked(ctx), { values: 200, failed: 0 })
      const second = addKey(masterKeyFile(ctx.config), new Date())
      assert.equal(await levelOf(ctx), 'markedOld')
      const foreign = sealField(ctx.config, 'kept_key.key', [1, 'somebody else'], plain)
      await keep(
        ctx,
        'stranger',
        Buffer.concat([foreign.subarray(0, 4), Buffer.from('deadbeef'), foreign.subarray(12)]),
      )
      assert.deepEqual(await resealMarked(ctx), { values: 450, failed: 1 })
      assert.deepEqual(await keysInColumns(ctx.db), { [second]: 450, deadbeef: 1 })
      const stored = await kept(ctx, person(7))
      assert.equal(masterKeyOf(stored), second)
      assert.deepEqual(openField(ctx.config, 'kept_key.key', [1, person(7)], stored), plain)
    }))

  it('whose former keeping nobody knows is left as it is', () =>
    withContext(async (ctx) => {
      await keep(ctx, 'a', Buffer.alloc(32, 1))
      assert.deepEqual(await resealColumns(ctx.db, installedKeyring(ctx.config), {}), { values: 0, failed: 1 })
      assert.deepEqual(await kept(ctx, 'a'), Buffer.alloc(32, 1))
    }))

  it('says plainly that its key is lost, and no other key takes its place', () =>
    withContext(async (ctx) => {
      await keptKey(ctx)
      const file = masterKeyFile(ctx.config)
      const before = readFileSync(file)
      rmSync(file)
      await assert.rejects(keptKey(ctx), { code: 'keys.lost' })
      await assert.rejects(resealMarked(ctx), { code: 'keys.lost' })
      assert.throws(() => readFileSync(join(ctx.config.dataDir, 'keys', 'master.json')))
      assert.ok(before.length > 0)
    }))
})

it('keys that are too old are told', () =>
  withContext(async (ctx) => {
    installedKeyring(ctx.config).current()
    const at = (days: number): Context => ({ ...ctx, now: () => new Date(Date.now() + days * 86_400_000) })
    const levels = []
    for (const days of [10, 340, 400])
      levels.push((await protectionFindings(at(days))).find(({ part }) => part === 'masterKey')?.level)
    assert.deepEqual(levels, ['green', 'amber', 'red'])
  }))
