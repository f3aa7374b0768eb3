import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createWebServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { watched } from '#app/module-list.ts'
import type { Context } from '#platform/context.ts'
import { finding, type Level } from '#platform/finding.ts'
import { readMessages } from '#platform/messages.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { withServices } from '#tests/support/database.ts'
import { withMail } from '#tests/support/mail.ts'
import { withServer } from '#tests/support/server.ts'
import { listAlarms } from './alarms.ts'
import type { SettingsView } from './contract.ts'
import { operations } from './index.ts'
import { lookAround, type Watched } from './look.ts'
import { ownFindings } from './own-findings.ts'
import { lookAndTell } from './watch.ts'

const start = new Date('2026-11-23T03:42:00Z').getTime()

/** A part whose level the test sets, seen at a time that the test moves. */
function staged() {
  const stage = { level: 'green' as Level, minutes: 0 }
  const part: Watched = { name: 'ledger', findings: async () => [finding('heads', stage.level, 'noSeal')] }
  return { stage, part, now: () => new Date(start + stage.minutes * 60_000) }
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

interface Hook {
  readonly url: string
  readonly got: { kind: string; text: { vi: string }; area: string }[]
  status: number
}

async function withHook(work: (hook: Hook) => Promise<void>): Promise<void> {
  const hook = { url: '', got: [] as Hook['got'], status: 200 }
  const server = createWebServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (hook.status === 200) hook.got.push(JSON.parse(Buffer.concat(parts).toString()) as Hook['got'][number])
    response.writeHead(hook.status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  hook.url = `http://127.0.0.1:${portOf(server)}/alarm`
  try {
    await work(hook)
  } finally {
    server.close()
  }
}

const contextOf = (services: Services): Context => makeContext(services, { facility: 1, actor: systemActor })
const facility = (ctx: Context) =>
  sql`insert into facility (id, code, name) values (1, '01ZZ1', 'Bệnh viện Đa khoa Ngàn Phố') on conflict do nothing`.execute(
    ctx.db,
  )

describe('the state of the installation', { timeout: 60_000 }, () => {
  it('tells of a red part once, tries again what was refused, and tells its end', () =>
    withHook((hook) =>
      withMail(async (mailServerFile, letters) => {
        const { stage, part, now } = staged()
        const settings = {
          LANONG_ALARM_WEBHOOK: hook.url,
          LANONG_ALARM_MAIL_TO: 'it@nganpho.example',
          LANONG_MAIL_SERVER_FILE: mailServerFile,
          LANONG_OUTBOUND_PRIVATE: '127.0.0.1',
        }
        await withServices(
          async (services) => {
            const ctx = contextOf(services)
            await facility(ctx)
            assert.deepEqual(await lookAndTell(ctx, [part]), { expected: 0, processed: 0, failed: 0 })
            stage.level = 'red'
            hook.status = 503
            assert.deepEqual(await lookAndTell(ctx, [part]), { expected: 2, processed: 1, failed: 1 })
            assert.deepEqual(await lookAndTell(ctx, [part]), { expected: 0, processed: 0, failed: 0 })
            const [alarm] = await listAlarms(ctx)
            assert.deepEqual(
              alarm?.notices.map(({ channel, state, fault }) => [channel, state, fault]),
              [
                ['mail', 'sent', undefined],
                ['webhook', 'waiting', 'HTTP 503'],
              ],
            )
            hook.status = 200
            stage.minutes = 2
            assert.deepEqual(await lookAndTell(ctx, [part]), { expected: 1, processed: 1, failed: 0 })
            stage.level = 'green'
            stage.minutes = 3
            assert.deepEqual(await lookAndTell(ctx, [part]), { expected: 2, processed: 2, failed: 0 })
            const [over, ...more] = await listAlarms(ctx)
            assert.deepEqual([over?.endedAt, more.length], [now().toISOString(), 0])
          },
          { now, settings },
        )
        assert.deepEqual(
          hook.got.map(({ kind, area }) => [kind, area]),
          [
            ['begun', 'ledger'],
            ['ended', 'ledger'],
          ],
        )
        assert.match(hook.got[0]?.text.vi ?? '', /^Sổ cái, đầu sổ có ký: Chưa có con dấu/)
        assert.equal(letters.length, 2)
        assert.match(letters[0] ?? '', /To: it@nganpho\.example/)
      }),
    ))

  it('writes one letter to those it names, whatever a fault says of itself', () =>
    withMail(async (mailServerFile, letters) => {
      const reason =
        'no\r\nBcc: thief@evil.example\r\n\r\n.\r\nMAIL FROM:<thief@evil.example>\r\nDATA\r\nx\r\n.\r\n'
      const broken: Watched = {
        name: 'operations',
        findings: async () => [finding('job x', 'red', 'jobFails', { job: reason, minutes: 11, reason })],
      }
      const settings = { LANONG_ALARM_MAIL_TO: 'it@nganpho.example', LANONG_MAIL_SERVER_FILE: mailServerFile }
      await withServices(
        async (services) => {
          const ctx = contextOf(services)
          await sql`insert into facility (id, code, name) values (1, '01ZZ1', ${`Ngàn Phố\r\nBcc: thief@evil.example`})
            on conflict do nothing`.execute(ctx.db)
          await lookAndTell(ctx, [broken])
          assert.equal((await listAlarms(ctx))[0]?.notices[0]?.state, 'sent')
        },
        { settings },
      )
      assert.equal(letters.length, 1)
      const head = (letters[0] ?? '').split('\n\n')[0] ?? ''
      assert.deepEqual(head.match(/^(to|cc|bcc|from):.*$/gim), [
        'From: it@nganpho.example',
        'To: it@nganpho.example',
      ])
    }))

  it('gives up after eight tries, and keeps what was not told', () =>
    withHook(async (hook) => {
      hook.status = 500
      const { stage, part, now } = staged()
      stage.level = 'red'
      await withServices(
        async (services) => {
          const ctx = contextOf(services)
          await facility(ctx)
          let tried = 0
          for (; stage.minutes < 3000; stage.minutes += 5) tried += (await lookAndTell(ctx, [part])).expected
          assert.equal(tried, 8)
          assert.deepEqual((await listAlarms(ctx))[0]?.notices[0], {
            channel: 'webhook',
            kind: 'begun',
            state: 'given-up',
            fault: 'HTTP 500',
          })
        },
        { now, settings: { LANONG_ALARM_WEBHOOK: hook.url, LANONG_OUTBOUND_PRIVATE: '127.0.0.1' } },
      )
    }))

  it('is red where a part cannot be looked at or a job fails, and the others are still seen', () =>
    withServices(async (services) => {
      const ctx = contextOf(services)
      const ago = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000)
      const note = (job: string, last: Date, failing: Date | null, fault: string | null) =>
        sql`insert into job_state (facility, job, every_seconds, last_at, failing_since, fault)
          values (1, ${job}, 10, ${last}, ${failing}, ${fault})`.execute(ctx.db)
      await note('signing.payDebts', ago(0), ago(12), 'no answer')
      await note('audit.streamJournal', ago(0), ago(2), '0 / 3')
      await note('ledger.signHeads', ago(31), null, null)
      await note('records.sweep', ago(1), null, null)
      const silentIn = async (upSeconds: number) =>
        (await ownFindings(ctx, upSeconds)).filter(({ code }) => code === 'jobSilent').map(({ part }) => part)
      assert.deepEqual(await silentIn(30), [], 'nothing was silent while the program did not run')
      assert.deepEqual(await silentIn(3600), ['job ledger.signHeads'])
      const broken: Watched = {
        name: 'backups',
        async findings() {
          throw new Error('no such file')
        },
      }
      const parts = await lookAround(ctx, [broken, staged().part])
      const seen = (level: Level) => parts.filter((one) => one.level === level).map((one) => one.part)
      assert.deepEqual(seen('red').sort(), ['job signing.payDebts', 'look'])
      assert.ok(seen('amber').includes('job audit.streamJournal'))
      assert.ok(seen('green').includes('heads') && seen('green').includes('database'))
      assert.equal(parts[0]?.level, 'red')
    }))

  it('shows the settings in force to who may see the installation', () =>
    withServer([operations([])], async ({ send }) => {
      const asked = await send('GET', '/api/status/settings', {
        as: { permissions: new Set(['operations.read']) },
      })
      assert.equal(asked.status, 200)
      const { settings } = asked.body as SettingsView
      const port = settings.find(({ name }) => name === 'LANONG_PORT')
      assert.deepEqual([port?.value, port?.default, port?.from], ['0', '8080', 'environment'])
      const nobody = await send('GET', '/api/status/settings', { as: { permissions: new Set() } })
      assert.equal(nobody.status, 403)
    }))

  it('says of every part in both languages how it stands', () =>
    withServices(async (services) => {
      const parts = await lookAround(contextOf(services), watched)
      const texts = { vi: readMessages('vi'), en: readMessages('en') }
      assert.ok(parts.length >= 6, `${parts.length} parts`)
      for (const { area, part, code } of parts)
        for (const language of ['vi', 'en'] as const)
          for (const key of [
            `operations.area.${area}`,
            `operations.part.${area}.${part.split(' ')[0]}`,
            `operations.finding.${area}.${code}`,
          ])
            assert.ok(texts[language][key], `${language} ${key}`)
    }))
})
