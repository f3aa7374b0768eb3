import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Config } from '#platform/config.ts'
import { refuseInTraining, sendOut } from '#platform/outbound/send.ts'
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
    ways.set('mail', mail(config, config.alarmMailTo, config.mailServerFile))
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

/** A line of a letter's head ends where the line ends. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

/** @param server file with the URL of the mail server, which may hold a password: `smtps://user:password@host` */
function mail(config: Config, to: string, server: string): Channel {
  return async ({ kind, facility, text, at }) => {
    const url = readFileSync(server, 'utf8').trim()
    refuseInTraining(new URL(url).host)
    const transport = createTransport({ url, connectionTimeout: timeoutMs, socketTimeout: timeoutMs })
    try {
      await transport.sendMail({
        from: config.alarmMailFrom ?? to.split(',')[0],
        to,
        subject: oneLine(`[Lãn Ông] ${kind === 'begun' ? 'BÁO ĐỘNG' : 'Đã hết'}: ${text.vi.slice(0, 120)}`),
        text: `${facility}\n${at}\n\n${text.vi}\n\n${text.en}\n`,
      })
    } finally {
      transport.close()
    }
  }
}
