import type { Context } from '#platform/context.ts'
import { fillText, readMessages } from '#platform/messages.ts'
import type { Job } from '#platform/module.ts'
import { sendMail } from '#platform/outbound/mail.ts'
import { readFacility } from '../facility-name.ts'
import { type AccountNoticeRow, tables } from '../tables.ts'

/** After six tries, about half an hour, a letter is given up; the notice stays on the screen. */
const mostTries = 6
const pauseMs = (tries: number) => 30_000 * 2 ** tries
const atOnce = 50
const keptDays = 400

let texts: Readonly<Record<'vi' | 'en', Readonly<Record<string, string>>>> | undefined

/** Letters name what happened and when; nothing in them opens anything, and there is no link to be imitated. */
export const mailNotices: Job = {
  name: 'identity.mail-notices',
  everySeconds: 15,
  async run(ctx) {
    const rows = await tables(ctx)
      .selectFrom('account_notice')
      .selectAll()
      .where('facility', '=', ctx.facility)
      .where('mail', '=', 'waiting')
      .where('next_at', '<=', ctx.now())
      .orderBy('next_at')
      .limit(atOnce)
      .execute()
    const facility = rows.length > 0 ? (await readFacility(ctx)).name : ''
    let failed = 0
    for (const row of rows) {
      const sent = await send(ctx, row, facility)
      if (!sent) failed++
      await note(ctx, row, sent)
    }
    await forgetOld(ctx)
    return { expected: rows.length, processed: rows.length - failed, failed }
  },
}

async function send(
  ctx: Context,
  { kind, detail, at, mail_to }: AccountNoticeRow,
  facility: string,
): Promise<boolean> {
  texts ??= { vi: readMessages('vi'), en: readMessages('en') }
  const say = (language: 'vi' | 'en', key: string) => fillText(texts?.[language][key] ?? key, detail)
  const time = new Intl.DateTimeFormat('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at)
  const [vi, en] = [say('vi', `identity.notice.${kind}`), say('en', `identity.notice.${kind}`)]
  const what = [say('vi', 'identity.notice.notYou'), say('en', 'identity.notice.notYou')]
  try {
    await sendMail(ctx.config, {
      to: mail_to ?? '',
      subject: `[Lãn Ông] ${vi}`,
      text: [facility, time, '', vi, what[0], '', en, what[1], ''].join('\n'),
    })
    return true
  } catch (error) {
    ctx.log.warn({ err: error }, 'a notice could not be sent by mail')
    return false
  }
}

async function note(ctx: Context, { id, tries }: AccountNoticeRow, sent: boolean): Promise<void> {
  await tables(ctx)
    .updateTable('account_notice')
    .set({
      mail: sent ? 'sent' : tries + 1 >= mostTries ? 'given-up' : 'waiting',
      tries: tries + 1,
      next_at: new Date(ctx.now().getTime() + pauseMs(tries)),
    })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()
}

async function forgetOld(ctx: Context): Promise<void> {
  await tables(ctx)
    .deleteFrom('account_notice')
    .where('facility', '=', ctx.facility)
    .where('at', '<', new Date(ctx.now().getTime() - keptDays * 86_400_000))
    .execute()
}
