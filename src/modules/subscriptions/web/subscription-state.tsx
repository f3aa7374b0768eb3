import { Chip, formatDateTime, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { SubscriptionRow } from '../contract.ts'

const states = {
  requested: { tone: 'accent', icon: 'clock' },
  retrying: { tone: 'warn', icon: 'refresh' },
  active: { tone: 'ok', icon: 'check' },
  error: { tone: 'crit', icon: 'danger' },
  off: { tone: 'quiet', icon: 'plugOff' },
} as const
const events = {
  waiting: { tone: 'warn', icon: 'clock' },
  delivered: { tone: 'ok', icon: 'check' },
  'given-up': { tone: 'crit', icon: 'danger' },
  withheld: { tone: 'quiet', icon: 'lock' },
} as const

/** Active, but the receiver does not take what is sent: not called well. */
const isRetrying = (row: SubscriptionRow) => row.status === 'active' && row.waiting > 0 && row.error !== null

export function StatusChip({ row }: { readonly row: SubscriptionRow }) {
  const status = isRetrying(row) ? 'retrying' : row.status
  const known = status in states ? (status as keyof typeof states) : 'off'
  return <Chip {...states[known]}>{t(`subscriptions.status.${known}`)}</Chip>
}

export function EventChip({ state }: { readonly state: string }) {
  const known = state in events ? (state as keyof typeof events) : 'waiting'
  return <Chip {...events[known]}>{t(`subscriptions.event.${known}`)}</Chip>
}

export function channelText(channel: string): string {
  return channel === 'rest-hook' || channel === 'websocket' ? t(`subscriptions.channel.${channel}`) : channel
}

/** How long something waits, in the largest unit that says enough. */
export function waitText(since: string | null): string {
  if (!since) return '–'
  const minutes = Math.max(0, Math.floor((serverNow().getTime() - Date.parse(since)) / 60_000))
  if (minutes < 60) return t('subscriptions.age.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return t('subscriptions.age.hours', { count: hours })
  return t('subscriptions.age.days', { count: Math.floor(hours / 24) })
}

/** Events go in their order: one whose time has come waits for those before it. */
export function nextTryText(at: string | null): string {
  if (!at) return '–'
  return Date.parse(at) <= serverNow().getTime() ? t('subscriptions.nextInTurn') : formatDateTime(at)
}
