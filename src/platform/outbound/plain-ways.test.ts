import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig } from '../config.ts'
import { isPlainDatabase, plainWays } from './plain-ways.ts'
import { sendOut } from './send.ts'

const waysOf = (settings: Record<string, string>) => plainWays(readConfig(settings))

describe('ways out without encryption', () => {
  it('are found in every setting that names another machine', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lanong-ways-'))
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    try {
      const plain = {
        LANONG_SUBSCRIPTION_ENDPOINTS: 'https://lis.example/hook,http://ris.example/hook',
        LANONG_REMOTE_SIGNING_URL: 'http://sign.example/csc/v2',
        LANONG_TIME_STAMP_URL: 'http://tsa.example',
        LANONG_ALARM_WEBHOOK: 'http://10.0.0.9/alarm',
        LANONG_ANTIVIRUS_URL: 'tcp://av.example:3310',
        LANONG_DATABASE_URL: 'postgres://lanong:x@db.example/lanong',
        LANONG_MAIL_SERVER_FILE: file('mail', 'smtp://mail.example:25'),
        LANONG_BACKUP_S3_FILE: file('s3', '{"endpoint":"http://store.example"}'),
      }
      assert.deepEqual([...waysOf(plain)].sort(), Object.keys(plain).sort())
      const inside =
        'ris.example,sign.example,tsa.example,10.0.0.9,av.example,mail.example,store.example,db.example'
      assert.deepEqual(waysOf({ ...plain, LANONG_OUTBOUND_PRIVATE: inside }), ['LANONG_DATABASE_URL'])
      const good = {
        LANONG_SUBSCRIPTION_ENDPOINTS: 'https://lis.example/hook,http://127.0.0.1:9/hook',
        LANONG_ANTIVIRUS_URL: 'unix:/run/clamd',
        LANONG_DATABASE_URL: 'postgres://lanong:x@db.example/lanong?sslmode=verify-full',
        LANONG_MAIL_SERVER_FILE: file('mail2', 'smtps://mail.example'),
        LANONG_BACKUP_S3_FILE: file('s32', '{"endpoint":"https://store.example"}'),
      }
      assert.deepEqual(waysOf(good), [])
      assert.deepEqual(waysOf({}), [])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  for (const [address, plain] of [
    ['postgres://a@db.example/b', true],
    ['postgres://a@db.example/b?sslmode=prefer', true],
    ['postgres://a@db.example/b?sslmode=disable', true],
    ['postgres://a@10.0.0.5:5432/b', true],
    ['postgres://a@db.example/b?sslmode=require', false],
    ['postgres://a@localhost/b', false],
    ['postgres://a@127.0.0.1:5433/b', false],
    ['postgres://a@/b?host=%2Ftmp%2Fpg', false],
    ['postgres://a@/b?host=db.example', true],
  ] as const)
    it(`${plain ? 'are' : 'are not'} ${address}`, () => assert.equal(isPlainDatabase(address), plain))

  it('are not gone by a request either', async () => {
    const send = (url: string, inside?: string) =>
      sendOut({ url, allowed: { listed: [url], inside }, timeoutMs: 50 })
    await assert.rejects(send('http://lis.example/'), { code: 'outbound.plain' })
    await assert.rejects(send('http://10.255.255.1/'), { code: 'outbound.plain' })
    await assert.rejects(send('http://10.255.255.1/', '10.0.0.0/8'), { code: 'outbound.plain' })
    await assert.rejects(send('http://127.0.0.1:9/'), { code: /^outbound\.(unreachable|timeout)$/ })
  })
})
