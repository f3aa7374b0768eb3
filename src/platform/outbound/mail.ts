import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import { refuseInTraining } from './send.ts'

export interface Letter {
  readonly to: string
  readonly subject: string
  readonly text: string
}

const timeoutMs = 15_000

/** Who letters come from; undefined where the house has set up no mail. */
export function mailSender(config: Config): string | undefined {
  if (config.mailServerFile === undefined) return undefined
  return config.alarmMailFrom ?? config.alarmMailTo?.split(',')[0]?.trim()
}

/** A line of a letter's head ends where the line ends. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

/** Sends a letter by the mail server of the settings, whose file may hold a password: `smtps://user:password@host` */
export async function sendMail(config: Config, letter: Letter): Promise<void> {
  const from = mailSender(config)
  if (from === undefined || config.mailServerFile === undefined) throw new Error('no mail server is set')
  const url = readFileSync(config.mailServerFile, 'utf8').trim()
  refuseInTraining(new URL(url).host)
  const transport = createTransport({ url, connectionTimeout: timeoutMs, socketTimeout: timeoutMs })
  try {
    await transport.sendMail({ from, ...letter, subject: oneLine(letter.subject) })
  } finally {
    transport.close()
  }
}
