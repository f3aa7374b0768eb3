import './fill.css'
import { useCallback, useRef, useState } from 'react'
import {
  api,
  Button,
  Columns,
  can,
  Empty,
  Failure,
  LinkTo,
  Loading,
  Page,
  Panel,
  Row,
  StayFrame,
  t,
  useApi,
  useCommand,
  useGo,
  useParams,
  useShortcuts,
} from '#web/kit/index.ts'
import type { ClosingView } from '../contract.ts'
import { ClosingForm, type Finish } from './closing-form.tsx'
import { FillRows } from './fill-rows.tsx'
import { OrdersLeft } from './orders-left.tsx'
import { TakeHome, takeHome } from './take-home.tsx'

/** The papers of a stay that ends: what is still open in each, completed together and then signed together. */
export default function ClosingScreen() {
  const { encounterId = '' } = useParams()
  return (
    <StayFrame encounterId={encounterId} tab="papers">
      <Closing encounterId={encounterId} />
    </StayFrame>
  )
}

const refresh = ['/api/fills', '/api/encounters', '/api/records', '/api/signing']

function Closing({ encounterId }: { readonly encounterId: string }) {
  const path = `/api/encounters/${encounterId}/closing`
  const go = useGo()
  const closing = useApi<ClosingView>(path)
  const [round, setRound] = useState(0)
  const [busy, setBusy] = useState(false)
  const finishes = useRef(new Map<string, Finish>())
  const [asked, setAsked] = useState<Readonly<Record<string, readonly string[]>>>({})
  const onAsked = useCallback(
    (id: string, facts: readonly string[]) => setAsked((before) => ({ ...before, [id]: facts })),
    [],
  )
  const prepare = useCommand((_: true, act) => api.post<ClosingView>(path, {}, act), {
    refresh,
    done: () => setRound(round + 1),
  })
  const open = closing.data?.open ?? []
  const mine = open.filter((one) => one.mine)
  const isReady = mine.every(({ id }) => asked[id] !== undefined)
  async function finish(): Promise<void> {
    if (busy || !isReady) return
    setBusy(true)
    const all = mine.map(({ id }) => finishes.current.get(id))
    let whole = true
    const home = finishes.current.get(takeHome)
    for (const one of home ? [...all, home] : all) whole = whole && one !== undefined && (await one())
    setBusy(false)
    if (whole) go(`/signing?visit=${encounterId}`)
  }
  useShortcuts([{ keys: 'mod+enter', label: t('fill.closing.finish'), run: () => void finish() }])
  if (closing.isError) return <Failure error={closing.error} retry={closing.refetch} />
  if (!closing.data) return <Loading rows={8} />
  return (
    <Page
      footer={
        <>
          {can('forms.fill') && (
            <Button icon="refresh" busy={prepare.busy} onClick={() => void prepare.run(true)}>
              {t('fill.closing.prepare')}
            </Button>
          )}
          {can('forms.complete') && (
            <Button
              kind="primary"
              icon="sign"
              keyHint="Ctrl Enter"
              busy={busy || !isReady}
              onClick={() => void finish()}
            >
              {t(mine.length > 0 ? 'fill.closing.finish' : 'fill.closing.sign')}
            </Button>
          )}
        </>
      }
    >
      {prepare.error && <Failure error={prepare.error} />}
      <Columns
        main={
          <div className="fi-closing">
            {can('orders.write') && <OrdersLeft encounterId={encounterId} />}
            {can('prescriptions.write') && <TakeHome encounterId={encounterId} finishes={finishes} />}
            {mine.length === 0 && (
              <Panel>
                <Empty>{t('fill.closing.none')}</Empty>
              </Panel>
            )}
            {mine.map(({ id }, at) => (
              <ClosingForm
                key={`${id} ${round}`}
                id={id}
                encounterId={encounterId}
                finishes={finishes}
                told={new Set(mine.slice(0, at).flatMap((one) => asked[one.id] ?? []))}
                onAsked={onAsked}
              />
            ))}
          </div>
        }
        side={<Lacks closing={closing.data} encounterId={encounterId} />}
        sideWidth={360}
      />
    </Page>
  )
}

function Lacks({ closing, encounterId }: { readonly closing: ClosingView; readonly encounterId: string }) {
  const others = closing.open.filter((one) => !one.mine)
  return (
    <div className="fi-closing">
      {others.length > 0 && (
        <Panel title={t('fill.closing.others')} count={others.length}>
          <FillRows fills={others} />
        </Panel>
      )}
      <Panel
        title={t('fill.closing.missing')}
        count={closing.missing.length}
        actions={<LinkTo to={`/encounters/${encounterId}/forms`}>{t('fill.closing.more')}</LinkTo>}
      >
        {closing.missing.length === 0 && <Empty>{t('fill.closing.enough')}</Empty>}
        {closing.missing.map((one) => (
          <Row
            key={`${one.text} ${one.name} ${one.who ?? ''}`}
            icon="documentMissing"
            title={t(`records.missing.${one.text}`, { name: one.name })}
            detail={one.who}
          />
        ))}
      </Panel>
    </div>
  )
}
