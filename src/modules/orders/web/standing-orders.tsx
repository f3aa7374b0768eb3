import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  api,
  Button,
  Chip,
  can,
  Empty,
  Failure,
  FilterChips,
  formatDateTime,
  formatTime,
  Icon,
  Loading,
  Panel,
  ReasonDialog,
  t,
  useApi,
  useCommand,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { ServiceLineForm, StayOrder, StayOrdersView } from '../contract.ts'
import { PerformDialog } from './perform-dialog.tsx'
import type { Pad, PadLine } from './use-pad.ts'
import { kindIcon } from './words.ts'

interface StandingProps {
  readonly encounterId: string
  readonly pad: Pad
}

/** Orders drawn at once; a long stay has thousands. */
const step = 100

type Filter = 'running' | 'all' | 'drugs' | 'tests'
const drugs = new Set(['drug', 'infusion'])

function fits(order: StayOrder, filter: Filter): boolean {
  const running =
    order.state === 'active' || order.state === 'held' || (order.state === 'done' && order.due !== undefined)
  if (filter === 'running') return running
  if (filter === 'drugs') return drugs.has(order.kind)
  return filter === 'all' || !drugs.has(order.kind)
}

/** What stands: every order with how far it has come, and what may be done with it. */
export function StandingOrders({ encounterId, pad }: StandingProps) {
  const path = `/api/stays/${encodeURIComponent(encounterId)}/orders`
  const list = useApi<StayOrdersView>(path)
  useLive(['ServiceRequest', 'MedicationRequest', 'Specimen', 'Procedure', 'DiagnosticReport'], [path])
  const [filter, setFilter] = useState<Filter>('running')
  const [most, setMost] = useState(step)
  const [wanted] = useSearchParam('change')
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const shown = list.data.orders.filter((order) => fits(order, filter))
  // What is late is drawn however long ago it was ordered.
  const drawn = shown.filter(({ id, due }, at) => at < most || due?.late || id === wanted)
  const left = shown.length - drawn.length
  return (
    <Panel
      title={t('orders.standing.title')}
      count={shown.length}
      actions={
        <FilterChips
          label={t('orders.standing.filter')}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          options={(['running', 'drugs', 'tests', 'all'] as const).map((value) => ({
            value,
            label: t(`orders.standing.${value}`),
          }))}
        />
      }
    >
      {shown.length === 0 && <Empty>{t('orders.standing.none')}</Empty>}
      <ul className="or-standing">
        {drawn.map((order) => (
          <OrderRow key={order.id} order={order} path={path} editable={list.data.editable} pad={pad} />
        ))}
      </ul>
      {left > 0 && (
        <Button onClick={() => setMost(most + step)}>
          {t('orders.standing.more', { count: Math.min(step, left), left })}
        </Button>
      )}
    </Panel>
  )
}

interface RowProps {
  readonly order: StayOrder
  readonly path: string
  readonly editable: boolean
  readonly pad: Pad
}

function marks(order: StayOrder) {
  const { due, verbal } = order
  return (
    <>
      {order.urgent && <Chip tone="warn">{t('orders.urgent')}</Chip>}
      {order.state !== 'active' && (
        <Chip tone={order.state === 'held' ? 'warn' : 'quiet'}>{t(`orders.state.${order.state}`)}</Chip>
      )}
      {due && (
        <Chip tone={due.late ? 'crit' : 'quiet'} {...(due.late ? { icon: 'clock' as const } : {})}>
          {t(due.late ? `orders.late.${due.step}` : `orders.due.${due.step}`, { at: formatTime(due.at) })}
        </Chip>
      )}
      {verbal && !verbal.cosignedAt && (
        <Chip tone={verbal.late ? 'crit' : 'warn'} icon="message">
          {t('orders.verbal.waits', { by: verbal.saidBy, until: formatDateTime(verbal.cosignUntil) })}
        </Chip>
      )}
      {order.ownMedicine && <Chip tone="outline">{t('orders.ownMedicine')}</Chip>}
    </>
  )
}

function OrderRow({ order, path, editable, pad }: RowProps) {
  const last = order.events.at(-1)
  return (
    <li className="or-order" data-state={order.state}>
      <Icon name={kindIcon(order.kind)} />
      <div className="or-order-text">
        <span className="or-order-name">{order.name}</span> <span className="lo-ink2">{order.detail}</span>
        {order.note && <div className="lo-dense">{order.note}</div>}
        {order.result && <div className="or-result">{order.result}</div>}
        <div className="lo-dense lo-ink2">
          {formatDateTime(order.orderedAt)} · {order.requester}
          {order.verbal && ` · ${t('orders.verbal.heardBy', { by: order.verbal.heardBy })}`}
          {order.performedAt && ` · ${t('orders.performedAt', { at: formatDateTime(order.performedAt) })}`}
          {order.seenAt && ` · ${t('orders.seenAt', { at: formatDateTime(order.seenAt) })}`}
        </div>
        {last && (
          <div className="lo-dense lo-ink2">
            {t(`orders.event.${last.state}`, { by: last.who, at: formatDateTime(last.at) })}
            {last.reason && `: ${last.reason}`}
          </div>
        )}
        <div className="or-marks">{marks(order)}</div>
      </div>
      {editable && <OrderActs order={order} path={path} pad={pad} />}
    </li>
  )
}

/** The order as it was, as a new line of the pad. */
async function repeat(order: StayOrder, path: string): Promise<PadLine> {
  if (order.type === 'MedicationRequest') return api.get<PadLine>(`${path}/MedicationRequest/${order.id}/line`)
  const kind = order.kind as ServiceLineForm['kind']
  return { kind, name: order.name, line: { kind, code: order.code, id: uuidv7() } }
}

type Asked = 'hold' | 'resume' | 'stop' | 'change' | 'perform'

function OrderActs({ order, path, pad }: Omit<RowProps, 'editable'>) {
  const [wanted, setWanted] = useSearchParam('change')
  const [asked, setAsked] = useState<Asked | undefined>(wanted === order.id ? 'change' : undefined)
  const close = () => {
    setAsked(undefined)
    if (wanted === order.id) setWanted(undefined)
  }
  const seen = useCommand((id: string, act) => api.post(`/api/orders/${id}/seen`, {}, act), { refresh: [path] })
  const open = order.state === 'active' || order.state === 'held'
  const mayPerform =
    order.type === 'ServiceRequest' &&
    order.kind !== 'laboratory' &&
    order.state === 'active' &&
    can('orders.perform')
  const act = (name: Asked, label: string) => (
    <Button key={name} size="sm" kind="plain" onClick={() => setAsked(name)}>
      {label}
    </Button>
  )
  return (
    <div className="or-acts">
      {order.due?.step === 'see' && can('orders.write') && (
        <Button size="sm" icon="eye" busy={seen.busy} onClick={() => void seen.run(order.id)}>
          {t('orders.act.seen')}
        </Button>
      )}
      {mayPerform && act('perform', t('orders.act.perform'))}
      {!open && can('orders.place') && (
        <Button size="sm" kind="plain" onClick={() => void repeat(order, path).then((line) => pad.add([line]))}>
          {t('orders.act.repeat')}
        </Button>
      )}
      {open && can('orders.write') && (
        <>
          {order.state === 'active' ? act('hold', t('orders.act.hold')) : act('resume', t('orders.act.resume'))}
          {order.type === 'MedicationRequest' && act('change', t('orders.act.change'))}
          {act('stop', t('orders.act.stop'))}
        </>
      )}
      {asked === 'perform' && <PerformDialog order={order} path={path} onClose={close} />}
      {asked === 'change' && <ChangeDialog order={order} path={path} pad={pad} onClose={close} />}
      {asked && asked !== 'perform' && asked !== 'change' && (
        <ReasonDialog
          title={`${t(`orders.act.${asked}`)}: ${order.name}`}
          act={t(`orders.act.${asked}`)}
          least={3}
          danger={asked === 'stop'}
          refresh={[path, '/api/orders']}
          run={(reason, given) =>
            api.post(`${path}/${order.type}/${order.id}/change`, { to: asked, reason }, given)
          }
          onClose={close}
        />
      )}
    </div>
  )
}

interface ChangeProps {
  readonly order: StayOrder
  readonly path: string
  readonly pad: Pad
  readonly onClose: () => void
}

/** The line comes back to the pad as it was; the order is stopped when the new one is placed. */
function ChangeDialog({ order, path, pad, onClose }: ChangeProps) {
  return (
    <ReasonDialog
      title={`${t('orders.act.change')}: ${order.name}`}
      act={t('orders.act.toPad')}
      least={3}
      run={(reason) =>
        api.get<PadLine>(`${path}/MedicationRequest/${order.id}/line`).then((line) => {
          pad.begin(order, reason, line)
        })
      }
      done={onClose}
      onClose={onClose}
    >
      <p>{t('orders.act.changeHow')}</p>
    </ReasonDialog>
  )
}
