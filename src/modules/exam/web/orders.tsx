import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Count,
  Dialog,
  FlagMark,
  formatMoney,
  formatNumber,
  formatTime,
  Icon,
  IconButton,
  Kbd,
  Loading,
  Partial,
  TextField,
  type Tone,
  t,
  useApi,
  useCommand,
  useLive,
  useShortcuts,
} from '#web/kit/index.ts'
import { OrderPicker } from './order-picker.tsx'
import type { Order, Orders as OrdersAnswer, Result } from './views.ts'

const tones: Record<Order['state'], Tone> = {
  ordered: 'quiet',
  collected: 'outline',
  entered: 'outline',
  released: 'ok',
  cancelled: 'quiet',
}
const flags: Record<string, 'high' | 'low' | 'critical-high' | 'critical-low' | 'abnormal'> = {
  H: 'high',
  HU: 'high',
  L: 'low',
  LU: 'low',
  HH: 'critical-high',
  LL: 'critical-low',
  A: 'abnormal',
  AA: 'abnormal',
}

function when(order: Order): string {
  if (order.state === 'released' && order.releasedAt)
    return t('exam.orders.at.released', { time: formatTime(order.releasedAt) })
  if (order.collectedAt) return t('exam.orders.at.collected', { time: formatTime(order.collectedAt) })
  return t('exam.orders.at.ordered', { time: formatTime(order.orderedAt) })
}

function Value({ result }: { readonly result: Result }) {
  const flag = flags[result.flag ?? '']
  return (
    <FlagMark flag={flag}>
      {result.value === undefined ? result.text : formatNumber(result.value)}
      {result.unit && <span className="lo-dense lo-ink3"> {result.unit}</span>}
    </FlagMark>
  )
}

/** Results of an order: abnormal ones at a glance, all of them when opened. */
function Results({ order, open }: { readonly order: Order; readonly open: boolean }) {
  if (order.results.length === 0) return null
  const abnormal = order.results.filter((one) => flags[one.flag ?? ''])
  if (!open)
    return (
      <div className="ex-results-line lo-dense">
        {abnormal.length === 0 && (
          <span className="lo-ink2">{t('exam.orders.allNormal', { count: order.results.length })}</span>
        )}
        {abnormal.slice(0, 5).map((one) => (
          <span key={one.id}>
            {one.name} <Value result={one} />
          </span>
        ))}
      </div>
    )
  return (
    <table className="ex-results">
      <tbody>
        {order.results.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.name}</th>
            <td>
              <Value result={one} />
            </td>
            <td className="lo-ink3">{one.range}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly order: Order
  readonly editable: boolean
  readonly onSeen: (ids: readonly string[]) => void
  readonly onCancel: () => void
}

function OrderRow({ order, editable, onSeen, onCancel }: RowProps) {
  const [open, setOpen] = useState(false)
  const fresh = order.results.filter((one) => one.isNew).map((one) => one.id)
  function toggle(): void {
    setOpen(!open)
    if (!open && fresh.length > 0) onSeen(fresh)
  }
  return (
    <li className="rx-line ex-order" data-state={order.state}>
      <Icon name="flask" />
      <span className="rx-line-text">
        {order.results.length > 0 ? (
          <button type="button" className="lo-row-open" aria-expanded={open} onClick={toggle}>
            {order.name}
          </button>
        ) : (
          <span className="ex-order-name">{order.name}</span>
        )}
        <span className="lo-dense lo-ink2" style={{ display: 'block' }}>
          {when(order)}
          {order.cancelReason && ` · ${order.cancelReason}`}
        </span>
        <Results order={order} open={open} />
      </span>
      <span className="ex-order-state">
        {order.urgent && order.state !== 'cancelled' && <Chip tone="warn">{t('exam.orders.urgent')}</Chip>}
        {order.hasNew ? (
          <Chip tone="accent" icon="flask">
            {t('exam.orders.newResult')}
          </Chip>
        ) : (
          <Chip tone={tones[order.state]}>{t(`exam.orders.state.${order.state}`)}</Chip>
        )}
      </span>
      <span className="rx-price lo-num">{order.state === 'cancelled' ? '–' : formatMoney(order.price)}</span>
      {editable && order.state === 'ordered' && (
        <IconButton icon="close" label={t('exam.orders.cancel', { name: order.name })} onClick={onCancel} />
      )}
    </li>
  )
}

function CancelDialog({
  order,
  path,
  onClose,
}: {
  readonly order: Order
  readonly path: string
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const cancel = useCommand(
    (why: string, act) => api.post(`/api/orders/${order.id}/cancel`, { reason: why }, act),
    { refresh: [path], done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('exam.orders.cancel', { name: order.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('exam.back')}</Button>
          <Button
            kind="danger"
            busy={cancel.busy}
            disabledBecause={reason.trim().length < 3 ? t('exam.reasonNeeded') : undefined}
            onClick={() => void cancel.run(reason.trim())}
          >
            {t('exam.orders.cancelNow')}
          </Button>
        </>
      }
    >
      {cancel.error && <Alert level="warning" title={cancel.error.title} />}
      <TextField label={t('exam.reason')} value={reason} onChange={setReason} autoFocus required maxLength={300} />
    </Dialog>
  )
}

/** Laboratory orders of the visit; results arrive by themselves. */
export function OrdersPart({ encounterId }: { readonly encounterId: string }) {
  const path = `/api/encounters/${encounterId}/orders`
  const answer = useApi<OrdersAnswer>(path)
  useLive(['ServiceRequest', 'Specimen', 'Observation', 'DiagnosticReport'], [path])
  const [picking, setPicking] = useState(false)
  const [cancelling, setCancelling] = useState<Order>()
  const seen = useCommand((results: readonly string[], act) => api.post('/api/orders/seen', { results }, act), {
    refresh: [path, '/api/orders/new-results'],
  })
  const editable = answer.data?.editable ?? false
  useShortcuts(
    [
      { keys: 'alt+c', label: t('exam.keys.orders'), run: () => setPicking(true) },
      { keys: 'o', label: t('exam.keys.orders'), run: () => setPicking(true) },
    ],
    { enabled: editable },
  )
  const standing = answer.data?.orders.filter((one) => one.state !== 'cancelled').length ?? 0
  return (
    <section aria-label={t('exam.orders.title')}>
      <div className="lo-inline rx-label-row">
        <h2>{t('exam.orders.title')}</h2>
        {standing > 0 && <Count value={standing} />}
        {(answer.data?.newResults ?? 0) > 0 && (
          <Chip tone="accent">{t('exam.orders.newResults', { count: answer.data?.newResults ?? 0 })}</Chip>
        )}
        <span className="rx-end">
          {standing > 0 && <span className="lo-dense lo-ink2 lo-num">{formatMoney(answer.data?.total)}</span>}
          <Kbd>Alt C</Kbd>
        </span>
      </div>
      <div className="lo-panel">
        {answer.isPending && <Loading rows={2} />}
        {answer.isError && <Partial what={t('exam.orders.failed')} retry={answer.refetch} />}
        <ol>
          {answer.data?.orders.map((order) => (
            <OrderRow
              key={order.id}
              order={order}
              editable={editable}
              onSeen={(ids) => void seen.run(ids)}
              onCancel={() => setCancelling(order)}
            />
          ))}
        </ol>
        {editable && (
          <div className="rx-pick">
            <Button full icon="plus" onClick={() => setPicking(true)}>
              {t('exam.orders.add')}
            </Button>
          </div>
        )}
        {!editable && answer.data?.orders.length === 0 && (
          <div className="rx-empty lo-ink2">{t('exam.orders.none')}</div>
        )}
      </div>
      {picking && <OrderPicker encounterId={encounterId} onClose={() => setPicking(false)} />}
      {cancelling && <CancelDialog order={cancelling} path={path} onClose={() => setCancelling(undefined)} />}
    </section>
  )
}
