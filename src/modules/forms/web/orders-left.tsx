import {
  api,
  Button,
  Failure,
  formatDateTime,
  Panel,
  Row,
  t,
  useApi,
  useCommand,
  useLive,
} from '#web/kit/index.ts'

/** An order as module orders shows it; orders-left.test.ts holds this against its contract. */
export interface StayOrder {
  readonly type: string
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly state: string
  readonly orderedAt: string
  readonly requester: string
  readonly collectedAt?: string
  readonly performedAt?: string
  readonly resultedAt?: string
  readonly events: readonly { readonly state: string }[]
}

export interface StayOrders {
  readonly orders: readonly StayOrder[]
}

/** Kinds that end with the stay by themselves. */
const standing = new Set(['diet', 'nursing'])

const isLeft = ({ type, kind, state, resultedAt, events }: StayOrder) =>
  type === 'ServiceRequest' &&
  state === 'active' &&
  !standing.has(kind) &&
  resultedAt === undefined &&
  events.at(-1)?.state !== 'kept'

interface Ending {
  readonly order: StayOrder
  readonly to: 'stop' | 'keep'
}

/** Services that nobody has done yet when the patient leaves: each is ended or kept with one press. */
export function OrdersLeft({ encounterId }: { readonly encounterId: string }) {
  const path = `/api/stays/${encounterId}/orders`
  const answer = useApi<StayOrders>(path)
  useLive(['ServiceRequest'], [path])
  const change = useCommand(
    ({ order, to }: Ending, act) =>
      api.post(
        `${path}/${order.type}/${order.id}/change`,
        { to, reason: t(to === 'stop' ? 'fill.closing.endWhy' : 'fill.closing.keepWhy') },
        act,
      ),
    { refresh: [path, '/api/orders', '/api/records', '/api/encounters'] },
  )
  const left = (answer.data?.orders ?? []).filter(isLeft)
  if (left.length === 0) return null
  return (
    <Panel title={t('fill.closing.left')} count={left.length}>
      {change.error && <Failure error={change.error} />}
      {left.map((order) => (
        <Row
          key={order.id}
          icon="flask"
          title={order.name}
          detail={t('fill.closing.leftDetail', { by: order.requester, at: formatDateTime(order.orderedAt) })}
          aside={
            <>
              {order.collectedAt === undefined && order.performedAt === undefined && (
                <Button size="sm" busy={change.busy} onClick={() => void change.run({ order, to: 'stop' })}>
                  {t('fill.closing.end')}
                </Button>
              )}
              <Button size="sm" busy={change.busy} onClick={() => void change.run({ order, to: 'keep' })}>
                {t('fill.closing.keep')}
              </Button>
            </>
          }
        />
      ))}
    </Panel>
  )
}
