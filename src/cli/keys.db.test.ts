import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { keptKey } from '#modules/drafts/kept-key.ts'
import type { Context } from '#platform/context.ts'
import { masterKeyFile, readKeyFile } from '#platform/keys/keyring.ts'
import { withContext } from '#tests/support/database.ts'
import { command } from './keys.ts'
import { makeProgress } from './progress.ts'

type Value = Readonly<Record<string, unknown>>

/** Runs `lanong keys …` beside a hospital, on its database. */
async function runner(ctx: Context) {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(ctx.db)
  const { host, port, user } = JSON.parse(process.env['LANONG_TEST_DATABASE'] ?? '{}') as Record<string, string>
  const databaseUrl = `postgres://${user}@/${rows[0]?.name}?host=${encodeURIComponent(host ?? '')}${port ? `&port=${port}` : ''}`
  return async (word: string, options: Record<string, string> = {}, url = databaseUrl) => {
    const said: string[] = []
    const { ok, value } = await command.run({
      config: { ...ctx.config, databaseUrl: url },
      words: [word],
      options,
      json: false,
      progress: makeProgress(true),
      say: (line) => said.push(line),
    })
    return { ok, value: value as Value, said: said.join('\n') }
  }
}

function holders(folder: string) {
  return [1, 2].map((n) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const [open, closed] = [join(folder, `open${n}.pem`), join(folder, `closed${n}.pem`)]
    writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(closed, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    return { open, closed }
  })
}

describe('lanong keys', () => {
  it('rotates with the database, and removes an old key when nothing needs it and the database says so', () =>
    withContext(async (ctx) => {
      const run = await runner(ctx)
      const { key } = await keptKey(ctx)
      await ctx.blobs.put(Buffer.from('a document'))
      const [old] = readKeyFile(masterKeyFile(ctx.config)).keys
      const rotated = await run('rotate')
      assert.ok(rotated.ok, rotated.said)
      assert.equal(rotated.value['values'], 1)
      await assert.rejects(run('retire', {}, 'postgres://nobody@127.0.0.1:9/none'))
      assert.equal(
        readKeyFile(masterKeyFile(ctx.config)).keys.length,
        2,
        'kept while the database does not answer',
      )
      assert.deepEqual((await run('retire')).value['dropped'], [old?.id])
      assert.equal((await keptKey(ctx)).key, key)
      const listed = (await run('list')).value['keys'] as readonly Value[]
      assert.deepEqual(
        listed.map(({ values }) => values),
        [1],
      )
    }))

  it('keeps an old key that a value of the database needs', () =>
    withContext(async (ctx) => {
      const run = await runner(ctx)
      await keptKey(ctx)
      const { rows } = await sql<{ key: Buffer }>`select key from kept_key`.execute(ctx.db)
      await run('rotate')
      await sql`update kept_key set key = ${rows[0]?.key}`.execute(ctx.db)
      await assert.rejects(run('retire'), { code: 'keys.inUse' })
      assert.ok((await run('reseal')).ok)
      assert.equal(((await run('retire')).value['dropped'] as readonly string[]).length, 1)
    }))

  it('recovers lost keys out of two shares, keeps what was there, and refuses one holder alone', () =>
    withContext(async (ctx) => {
      const run = await runner(ctx)
      const folder = mkdtempSync(join(tmpdir(), 'lanong-escrow-'))
      try {
        const [first, second] = holders(folder)
        const { key } = await keptKey(ctx)
        await run('escrow', { holder1: first?.open ?? '', holder2: second?.open ?? '', out: folder })
        const [a = '', b = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'))
        const file = masterKeyFile(ctx.config)
        const whole = readFileSync(file, 'utf8')
        rmSync(file)
        await assert.rejects(keptKey(ctx), { code: 'keys.lost' })
        await assert.rejects(run('rotate'), { code: 'keys.lost' })
        const [share1, share2] = [join(folder, a), join(folder, b)]
        const [key1 = '', key2 = ''] = [first, second].map((one) => one?.closed)
        const ways = [
          { share1, share2, key1, key2 },
          { share1, share2, key1: key2, key2: key1 },
        ]
        await assert.rejects(run('recover', { share1, share2: share1, key1, key2: key1 }))
        assert.equal(existsSync(file), false)
        const done = []
        for (const options of ways) done.push(await run('recover', options).catch(() => undefined))
        assert.equal(done.filter((one) => one?.ok).length, 1, 'each share opens with the key of its holder')
        assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(whole))
        assert.equal((await keptKey(ctx)).key, key)
        writeFileSync(file, 'damaged')
        for (const options of ways) await run('recover', options).catch(() => undefined)
        assert.equal((await keptKey(ctx)).key, key)
        assert.ok(readdirSync(join(file, '..')).some((name) => name.includes('before-recovery')))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }))
})
