import type { Context } from '#platform/context.ts'
import { sendOut } from '#platform/outbound/send.ts'
import { confirmationErrors } from './errors.ts'

const patienceMs = 10_000

export const canSend = ({ config }: Pick<Context, 'config'>): boolean => config.messageUrl !== undefined

/** Sends a text to a phone by the message service of the hospital: POST {to, text}, taken with a status of 200 to 299. */
export async function sendMessage({ config, log }: Context, to: string, text: string): Promise<void> {
  if (!config.messageUrl) throw confirmationErrors.noMessages()
  const answer = await sendOut({
    url: config.messageUrl,
    allowed: { listed: [config.messageUrl], inside: config.outboundPrivate },
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to, text }),
    timeoutMs: patienceMs,
  }).catch((error: unknown) => {
    log.warn({ err: error }, 'the message service could not be reached')
    throw confirmationErrors.messageFailed({}, error)
  })
  if (!answer.ok) throw confirmationErrors.messageFailed()
}
