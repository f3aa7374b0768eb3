import { type KeyboardEvent, useRef, useState } from 'react'
import {
  Button,
  Chip,
  can,
  Empty,
  Failure,
  formatShortDay,
  Inline,
  LinkTo,
  Num,
  Panel,
  TextField,
  t,
  useGo,
  useShortcuts,
} from '#web/kit/index.ts'
import type { RoundOrder, RoundView } from '../contract.ts'
import { type RoundOrders, useRoundOrders, type Verdict } from './use-round-orders.ts'

/** The orders of yesterday, decided one by one: a look and a key for each. */
export function OrdersPanel({ view }: { readonly view: RoundView }) {
  const round = useRoundOrders(view)
  const list = useRef<HTMLUListElement>(null)
  const mayDecide = view.editable && can('orders.write')
  const focusNext = () => list.current?.querySelector<HTMLElement>('li[data-open] button')?.focus()
  useShortcuts([{ keys: 'alt+o', label: t('rounds.order.first'), run: focusNext }])
  const stopped = view.medicines.filter(({ state }) => state === 'stopped')
  return (
    <Panel
      title={t('rounds.order.title')}
      count={view.orders.length}
      note={mayDecide && round.left > 0 ? t('rounds.order.left', { count: round.left }) : undefined}
      actions={
        <LinkTo to={`/stay/${view.encounterId}/orders`} className="lo-link">
          {t('rounds.orders.open')}
        </LinkTo>
      }
    >
      {round.error && (
        <Failure
          error={round.error}
          {...(round.error.code === 'orders.heldBack' ? { title: t('rounds.order.toPad') } : {})}
        />
      )}
      {view.orders.length === 0 && <Empty>{t('rounds.orders.none')}</Empty>}
      <ul ref={list} className="rd-decide" aria-label={t('rounds.order.title')}>
        {view.orders.map((order) => (
          <OrderRow
            key={order.id}
            order={order}
            view={view}
            round={round}
            mayDecide={mayDecide}
            onDecided={() => requestAnimationFrame(focusNext)}
          />
        ))}
      </ul>
      {stopped.length > 0 && (
        <p className="rd-quiet">
          {t('rounds.order.stoppedSince')} {stopped.map(({ name }) => name).join(', ')}
        </p>
      )}
    </Panel>
  )
}

interface OrderRowProps {
  readonly order: RoundOrder
  readonly view: RoundView
  readonly round: RoundOrders
  readonly mayDecide: boolean
  readonly onDecided: () => void
}

function OrderRow({ order, view, round, mayDecide, onDecided }: OrderRowProps) {
  const go = useGo()
  const [asking, setAsking] = useState<'held' | 'stopped'>()
  const verdict = round.decided[order.id]
  const decide = async (wanted: Verdict, reason?: string) => {
    if (!(await round.decide(order, wanted, reason))) return
    setAsking(undefined)
    onDecided()
  }
  const acts = actsOf(order, {
    decide: (wanted) => void decide(wanted),
    ask: setAsking,
    change: () => go(`/stay/${view.encounterId}/orders?change=${order.id}`),
  })
  const press = (event: KeyboardEvent) => {
    const act = acts.find(({ key }) => key === event.key)
    if (!act || event.ctrlKey || event.altKey || event.target instanceof HTMLInputElement) return
    event.preventDefault()
    act.run()
  }
  return (
    <li
      data-verdict={verdict}
      data-open={(mayDecide && round.isOpen(order)) || undefined}
      onKeyDown={mayDecide ? press : undefined}
    >
      <div className="rd-decide-text">
        <b>{order.name}</b> <span className="lo-ink2">{order.detail}</span>
        <div className="lo-dense lo-ink2">
          <Yesterday order={order} />
        </div>
      </div>
      {mayDecide && (
        <div className="rd-decide-acts">
          {acts.map(({ key, label, run, is }) => (
            <Button
              key={key}
              size="sm"
              keyHint={key}
              pressed={verdict !== undefined && verdict === is}
              onClick={run}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
      {asking && (
        <ReasonBar
          reasons={asking === 'held' ? view.reasons.hold : view.reasons.stop}
          busy={round.busy}
          onReason={(reason) => void decide(asking, reason)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}

interface Ways {
  readonly decide: (verdict: Verdict) => void
  readonly ask: (verdict: 'held' | 'stopped') => void
  readonly change: () => void
}

interface OrderAct {
  readonly key: string
  readonly label: string
  readonly is?: Verdict
  readonly run: () => void
}

/** What may be decided of an order, each under its key. */
function actsOf({ state, type }: RoundOrder, { decide, ask, change }: Ways): readonly OrderAct[] {
  if (state === 'ended')
    return [{ key: '1', label: t('rounds.order.again'), is: 'again', run: () => decide('again') }]
  const goesOn = state === 'held' ? t('rounds.order.resume') : t('rounds.order.goesOn')
  return [
    { key: '1', label: goesOn, is: 'goesOn', run: () => decide('goesOn') },
    ...(state === 'active'
      ? [{ key: '2', label: t('rounds.order.hold'), is: 'held', run: () => ask('held') } as const]
      : []),
    { key: '3', label: t('rounds.order.stop'), is: 'stopped', run: () => ask('stopped') },
    ...(type === 'MedicationRequest' ? [{ key: '4', label: t('rounds.order.change'), run: change }] : []),
  ]
}

/** How it went: since when, doses of yesterday, its day, what it waits for, its answer. */
function Yesterday({ order }: { readonly order: RoundOrder }) {
  const { given, missed, day, days, state, why, waits, late, result, since } = order
  return (
    <Inline gap={6} wrap>
      <Num>{t('rounds.order.since', { day: formatShortDay(since) })}</Num>
      {given !== undefined && <Num>{t('rounds.order.given', { count: given })}</Num>}
      {missed !== undefined && missed > 0 && (
        <Chip tone="warn">
          <Num>{t('rounds.order.missed', { count: missed })}</Num>
        </Chip>
      )}
      {day !== undefined && (
        <Chip tone={days !== undefined && day >= days ? 'warn' : 'outline'}>
          <Num>
            {days === undefined ? t('rounds.medicine.day', { day }) : t('rounds.medicine.dayOf', { day, days })}
          </Num>
        </Chip>
      )}
      {state === 'held' && (
        <Chip tone="warn">{[t('rounds.medicine.onHold'), why].filter(Boolean).join(': ')}</Chip>
      )}
      {state === 'ended' && <Chip>{t('rounds.order.ended')}</Chip>}
      {waits && <Chip tone={late ? 'crit' : 'quiet'}>{t(`rounds.order.waits.${waits}`)}</Chip>}
      {result && <span>{result}</span>}
    </Inline>
  )
}

interface ReasonBarProps {
  readonly reasons: readonly string[]
  readonly busy: boolean
  readonly onReason: (reason: string) => void
  readonly onClose: () => void
}

/** The usual reasons a press away, any other in words. */
function ReasonBar({ reasons, busy, onReason, onClose }: ReasonBarProps) {
  const [own, setOwn] = useState('')
  const short = own.trim().length < 3
  return (
    <form
      className="rd-why"
      aria-label={t('rounds.order.why')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!short) onReason(own.trim())
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      {reasons.map((reason, at) => (
        <Button key={reason} size="sm" busy={busy} autoFocus={at === 0} onClick={() => onReason(reason)}>
          {reason}
        </Button>
      ))}
      <Inline>
        <TextField
          label={t('rounds.order.why')}
          hideLabel
          placeholder={t('rounds.order.why')}
          value={own}
          onChange={setOwn}
        />
        <Button size="sm" submit busy={busy} disabledBecause={short ? t('rounds.order.whyShort') : undefined}>
          {t('rounds.order.write')}
        </Button>
      </Inline>
    </form>
  )
}
