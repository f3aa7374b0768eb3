import type { Extension, Subscription } from '@medplum/fhirtypes'
import { type Topic, topics } from './topics.ts'

export type Content = 'empty' | 'id-only' | 'full-resource'

/** What a Subscription asks for, read once. */
export interface Subscriber {
  readonly id: string
  readonly status: Subscription['status']
  readonly channel: string
  readonly endpoint: string
  readonly headers: readonly string[]
  /** Of a plain R4 subscription: whether the resource is sent along. */
  readonly payload: string | undefined
  /** Of a topic-based one. */
  readonly topic: Topic | undefined
  readonly topicUrl: string | undefined
  readonly content: Content
  readonly type: string
  /** Search conditions, any of which is met; empty for all. */
  readonly filters: readonly string[]
  readonly end: Date | undefined
  readonly heartbeatSeconds: number | undefined
  readonly timeoutSeconds: number
  readonly mostPerNotification: number
}

const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/'
export const backportProfile = `${backport}backport-subscription`

type Element = { readonly extension?: readonly Extension[] } | undefined

const extensions = (element: unknown, name: string): readonly Extension[] =>
  ((element as Element)?.extension ?? []).filter((one) => one.url === `${backport}${name}`)

/** A topic-based subscription of the R5 backport names a topic where a plain one has a search. */
export function subscriberOf(subscription: Subscription): Subscriber {
  const { channel } = subscription
  const shadows = subscription as unknown as Record<string, unknown>
  const topicBased = isTopicBased(subscription)
  const topic = topicBased ? topics.get(subscription.criteria) : undefined
  const [type = '', query = ''] = subscription.criteria.split('?')
  const filters = extensions(shadows['_criteria'], 'backport-filter-criteria').map((one) => one.valueString ?? '')
  const [content] = extensions(
    (channel as unknown as Record<string, unknown>)['_payload'],
    'backport-payload-content',
  )
  return {
    id: subscription.id ?? '',
    status: subscription.status,
    channel: channel.type,
    endpoint: channel.endpoint ?? '',
    headers: channel.header ?? [],
    payload: channel.payload,
    topic,
    topicUrl: topicBased ? subscription.criteria : undefined,
    content: (content?.valueCode as Content | undefined) ?? 'id-only',
    type: topicBased ? (topic?.resource ?? '') : type,
    filters: topicBased ? filters : query === '' ? [] : [query],
    end: subscription.end === undefined ? undefined : new Date(subscription.end),
    heartbeatSeconds: numberIn(channel, 'backport-heartbeat-period'),
    timeoutSeconds: Math.min(numberIn(channel, 'backport-timeout') ?? 10, 30),
    mostPerNotification: Math.min(Math.max(numberIn(channel, 'backport-max-count') ?? 1, 1), 100),
  }
}

export function isTopicBased(subscription: Subscription): boolean {
  return topics.has(subscription.criteria) || (subscription.meta?.profile ?? []).includes(backportProfile)
}

function numberIn(element: unknown, name: string): number | undefined {
  const [found] = extensions(element, name)
  const value = found?.valueUnsignedInt ?? found?.valuePositiveInt
  return value === undefined ? undefined : Number(value)
}

/** The search of a filter: `Encounter?patient=…` or `patient=…` alone. */
export const queryOf = (filter: string): string => filter.slice(filter.indexOf('?') + 1)
