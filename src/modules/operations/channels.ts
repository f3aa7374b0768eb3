import type { Config } from '#platform/config.ts'
import { sendMail } from '#platform/outbound/mail.ts'
import { sendOut } from '#platform/outbound/send.ts'
import type { Notice } from './contract.ts'

/** What is told of an alarm. */
export interface Told {
  readonly id: string
  readonly kind: Notice['kind']
  readonly area: string
  readonly part: string
  readonly code: string
  readonly at: string
  readonly facility: string
  readonly text: { readonly vi: string; readonly en: string }
}

type Channel = (told: Told) => Promise<void>

const timeoutMs = 15_000

/** The ways that the settings open. */
export function channelsOf(config: Config): ReadonlyMap<Notice['channel'], Channel> {
  const ways = new Map<Notice['channel'], Channel>()
  if (config.alarmWebhook !== undefined) ways.set('webhook', webhook(config, config.alarmWebhook))
  if (config.alarmMailTo !== undefined && config.mailServerFile !== undefined)
    ways.set('mail', mail(config, config.alarmMailTo))
  return ways
}

function webhook(config: Config, url: string): Channel {
  return async (told) => {
    const answer = await sendOut({
      url,
      allowed: { listed: [url], inside: config.outboundPrivate },
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(told),
      timeoutMs,
    })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  }
}

function mail(config: Config, to: string): Channel {
  return ({ kind, facility, text, at }) =>
    sendMail(config, {
      to,
      subject: `[Lãn Ông] ${kind === 'begun' ? 'BÁO ĐỘNG' : 'Đã hết'}: ${text.vi.slice(0, 120)}`,
      text: `${facility}\n${at}\n\n${text.vi}\n\n${text.en}\n`,
    })
}
