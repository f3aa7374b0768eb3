import type { Parameters, Subscription } from '@medplum/fhirtypes'
import { integerInput, textInput, textInputs } from '#fhir/parameters.ts'
import { fhirOperation } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { readableBy } from './as-subscriber.ts'
import { makeToken } from './binding-tokens.ts'
import { eventsBetween } from './events.ts'
import { notificationOf, statusOf } from './notification.ts'
import { type Content, type Subscriber, subscriberOf } from './subscriber.ts'

const ig = 'http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/'
const one = (name: string, type: string) => ({ name, min: 0, max: '1', type }) as const
const many = (name: string, type: string) => ({ name, min: 0, max: '*', type }) as const
const usual = { types: ['Subscription'], affectsState: false, permission: 'fhir.read' } as const

async function read(ctx: Context, id: string): Promise<Subscriber> {
  return subscriberOf(await readResource<Subscription>(ctx, 'Subscription', id))
}

/** https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/OperationDefinition-backport-subscription-status.html */
export const status: FhirOperation = fhirOperation(
  {
    ...usual,
    name: 'status',
    levels: ['type', 'instance'],
    definition: `${ig}backport-subscription-status`,
    inputs: [many('id', 'id'), many('status', 'code')],
  },
  async ({ ctx, id, parameters }) => {
    const ids = id === undefined ? textInputs(parameters, 'id') : [id]
    const wanted = textInputs(parameters, 'status')
    const found =
      id === undefined
        ? await searchResources<Subscription>(ctx, 'Subscription', ids.length > 0 ? { _id: ids.join(',') } : {})
        : [await readResource<Subscription>(ctx, 'Subscription', id)]
    const chosen = found.filter((each) => wanted.length === 0 || wanted.includes(each.status ?? ''))
    const statuses = await Promise.all(chosen.map((each) => statusOf(ctx, subscriberOf(each), 'query-status')))
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: statuses.length,
      entry: statuses.map((resource) => ({
        fullUrl: `urn:uuid:${resource.id}`,
        resource: resource as Parameters,
        search: { mode: 'match' },
      })),
    }
  },
)

const mostEvents = 100

/** https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/OperationDefinition-backport-subscription-events.html */
export const events: FhirOperation = fhirOperation(
  {
    ...usual,
    name: 'events',
    levels: ['instance'],
    definition: `${ig}backport-subscription-events`,
    inputs: [one('eventsSinceNumber', 'string'), one('eventsUntilNumber', 'string'), one('content', 'code')],
  },
  async ({ ctx, id = '', parameters }) => {
    const subscriber = await read(ctx, id)
    const from = integerInput(parameters, 'eventsSinceNumber') ?? 1
    const to = integerInput(parameters, 'eventsUntilNumber') ?? Number.MAX_SAFE_INTEGER
    const found = await eventsBetween(ctx, id, safe(from, 1), safe(to, Number.MAX_SAFE_INTEGER), mostEvents)
    const rows = await readableBy(
      ctx,
      found.filter(({ state }) => state !== 'withheld'),
    )
    const content = (textInput(parameters, 'content') as Content | undefined) ?? subscriber.content
    return Buffer.from(await notificationOf(ctx, subscriber, 'query-event', rows, content))
  },
)

const safe = (value: number, otherwise: number) => (Number.isSafeInteger(value) ? value : otherwise)

/** https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/OperationDefinition-backport-subscription-get-ws-binding-token.html */
export const bindingToken: FhirOperation = fhirOperation(
  {
    ...usual,
    name: 'get-ws-binding-token',
    levels: ['type', 'instance'],
    definition: `${ig}backport-subscription-get-ws-binding-token`,
    inputs: [many('id', 'id')],
  },
  async ({ ctx, id, parameters, base }) => {
    const ids = id === undefined ? textInputs(parameters, 'id') : [id]
    for (const each of ids) await read(ctx, each)
    const { token, expiresAt } = await makeToken(ctx, ids)
    return {
      resourceType: 'Parameters',
      parameter: [
        { name: 'token', valueString: token },
        { name: 'expiration', valueDateTime: expiresAt.toISOString() },
        ...ids.map((each) => ({ name: 'subscription', valueString: each })),
        { name: 'websocket-url', valueUrl: `${base.replace(/^http/, 'ws').replace(/\/R4$/, '')}/websocket` },
      ],
    }
  },
)
