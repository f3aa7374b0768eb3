import { useRef, useState } from 'react'
import {
  Alert,
  api,
  Button,
  can,
  DateField,
  DoseWatch,
  Empty,
  Failure,
  keptLabel,
  LinkButton,
  Loading,
  PageBody,
  StayFrame,
  t,
  useApi,
  useCommand,
  useLive,
  useParams,
  useShortcuts,
  useStay,
} from '#web/kit/index.ts'
import type { GiveBody, MedicinesView } from '../contract.ts'
import { BeforeGiving } from './before-giving.tsx'
import { DoseDialog, type Opened } from './dose-dialog.tsx'
import { GiveBar } from './give-bar.tsx'
import { MarGrid } from './mar-grid.tsx'
import './medicines.css'
import { bodyOf, dueCell, isOpenCell, isPlain, missingOf } from './round.ts'
import { CameraDialog, TypeCode } from './type-code.tsx'
import { type RoundState, useRound } from './use-round.ts'

/** The chart of medicines of a stay, where doses are given. */
export default function MedicinesScreen() {
  const { id = '' } = useParams()
  const [day, setDay] = useState<string | undefined>(undefined)
  const path = `/api/stays/${id}/medicines`
  const chart = useApi<MedicinesView>(path, day ? { day } : {}, {
    refreshSeconds: 60,
    keepPrevious: true,
    background: true,
  })
  useLive(['MedicationRequest', 'MedicationAdministration'], [path])
  return (
    <StayFrame encounterId={id} tab="medicines">
      {chart.isPending && <Loading rows={8} />}
      {chart.isError && <Failure error={chart.error} retry={chart.refetch} />}
      {chart.data && (
        <Chart key={id} encounterId={id} view={chart.data} readAt={chart.dataUpdatedAt} onDay={setDay} />
      )}
    </StayFrame>
  )
}

interface ChartProps {
  readonly encounterId: string
  readonly view: MedicinesView
  /** When the view was read, by the clock of the device. */
  readonly readAt: number
  readonly onDay: (day: string | undefined) => void
}

/** The server's clock, as far as the last answer tells: that of a device may be wrong. */
const serverNow = ({ view, readAt }: Pick<ChartProps, 'view' | 'readAt'>): Date =>
  new Date(Date.parse(view.now) + Math.max(0, Date.now() - readAt))

/** When these doses were first given: pressing again after a lost answer tells the same moment. */
function useMoment(props: ChartProps, state: RoundState): () => string {
  const first = useRef({ ids: '', at: '' })
  return () => {
    const ids = state.round.picks.map((pick) => pick.id).join()
    if (first.current.ids !== ids) first.current = { ids, at: serverNow(props).toISOString() }
    return first.current.at
  }
}

/** Giving what was scanned and chosen; what has still to be said is asked first. */
function useGiving(props: ChartProps, state: RoundState) {
  const { encounterId } = props
  const stay = useStay()
  const [asking, setAsking] = useState(false)
  const moment = useMoment(props, state)
  const now = serverNow(props)
  const missing = missingOf(state.round, now)
  function finished(): void {
    state.done()
    setAsking(false)
  }
  const command = useCommand((body: GiveBody, act) => api.post(`/api/stays/${encounterId}/doses`, body, act), {
    refresh: [`/api/stays/${encounterId}/medicines`, '/api/ward'],
    done: finished,
    keep: () =>
      keptLabel(
        t('medicines.kept', { drugs: state.round.picks.map((pick) => pick.order.name).join(', ') }),
        stay?.name,
      ),
    kept: finished,
  })
  const give = (secondPersonId: string | undefined) =>
    void command.run(bodyOf(state.round, secondPersonId, moment()))
  return {
    ...{ asking, missing, now, command, give },
    press: () => (isPlain(missing) ? give(undefined) : setAsking(true)),
    close: () => {
      setAsking(false)
      command.clear()
    },
  }
}

type Reading = 'type' | 'camera' | undefined

function Chart(props: ChartProps) {
  const { encounterId, view } = props
  const state = useRound(encounterId, view)
  const giving = useGiving(props, state)
  const [opened, setOpened] = useState<Opened | undefined>(undefined)
  const [reading, setReading] = useState<Reading>(undefined)
  const { round, stop } = state
  const mayGive = can('medicines.give') && view.open
  const reader = t(round.band === undefined ? 'medicines.scan.band' : 'medicines.scan.pack')
  useShortcuts(
    [
      { keys: 'f2', label: t('medicines.scan.type'), run: () => setReading('type') },
      { keys: 'mod+enter', label: t('medicines.giveNow'), run: () => round.picks.length > 0 && giving.press() },
    ],
    { enabled: mayGive },
  )
  const refused = giving.command.error?.title
  const title = stop?.title ?? (giving.asking ? undefined : refused)
  const read = (text: string) => void state.read(text)
  const common = { title: reader, onText: read, onClose: () => setReading(undefined) }
  const bar = (
    <GiveBar
      round={round}
      stop={stop}
      now={giving.now}
      dueCount={view.orders.filter((order) => order.status === 'active' && dueCell(order)).length}
      busy={giving.command.busy}
      onGive={giving.press}
      onScan={() => setReading('camera')}
      onType={() => setReading('type')}
    />
  )
  return (
    <>
      <PageBody bleed {...(mayGive ? { footer: bar } : {})}>
        <div className="mar-doses">
          <DoseWatch encounterId={props.encounterId} />
        </div>
        {title && (
          <div className="mar-stop">
            <Alert
              level="stop"
              title={title}
              action={
                <Button
                  onClick={() => {
                    state.setStop(undefined)
                    giving.command.clear()
                  }}
                >
                  {t('medicines.understood')}
                </Button>
              }
            />
          </div>
        )}
        <ChartHead {...props} />
        {view.orders.length === 0 ? (
          <Empty>{t('medicines.empty')}</Empty>
        ) : (
          <MarGrid
            view={view}
            picks={round.picks}
            onCell={(order, cell) =>
              mayGive && isOpenCell(cell) && order.status === 'active' && cell.state !== 'held'
                ? state.toggle(order, cell)
                : setOpened({ order, cell, ...(cell.dose ? { dose: cell.dose } : {}) })
            }
            onNeeded={(order) => state.toggle(order, undefined)}
            onDose={(order, dose) => setOpened({ order, dose })}
          />
        )}
        {mayGive && <NotGivenLine state={state} onOpen={setOpened} />}
      </PageBody>
      {opened && (
        <DoseDialog
          {...opened}
          encounterId={encounterId}
          view={view}
          mayGive={can('medicines.give')}
          onClose={() => setOpened(undefined)}
        />
      )}
      {reading === 'type' && <TypeCode {...common} />}
      {reading === 'camera' && <CameraDialog {...common} />}
      {giving.asking && (
        <BeforeGiving
          {...{ encounterId, view, state, missing: giving.missing, now: giving.now, error: refused }}
          busy={giving.command.busy}
          onGive={giving.give}
          onClose={giving.close}
        />
      )}
    </>
  )
}

/** For what was chosen and is not given after all. */
function NotGivenLine({
  state,
  onOpen,
}: {
  readonly state: RoundState
  readonly onOpen: (opened: Opened) => void
}) {
  const picks = state.round.picks.filter((pick) => pick.cell)
  if (picks.length === 0) return null
  return (
    <div className="mar-not">
      <span>{t('medicines.notGiven.ask')}</span>
      {picks.map((pick) => (
        <Button
          key={pick.id}
          icon="close"
          onClick={() => {
            onOpen({ order: pick.order, ...(pick.cell ? { cell: pick.cell } : {}) })
            state.toggle(pick.order, pick.cell)
          }}
        >
          {pick.order.name}
        </Button>
      ))}
    </div>
  )
}

function ChartHead({ encounterId, view, onDay }: ChartProps) {
  return (
    <div className="mar-head">
      <DateField label={t('medicines.day')} hideLabel value={view.day} onChange={onDay} />
      <ul className="mar-legend" aria-label={t('medicines.legend')}>
        {(['given', 'due', 'late', 'planned', 'refused'] as const).map((one) => (
          <li key={one}>
            <i className="mar-cell" data-state={one} />
            {t(`medicines.state.${one}`)}
          </li>
        ))}
      </ul>
      <LinkButton href={`/api/stays/${encounterId}/wristband`} icon="print">
        {t('medicines.wristband')}
      </LinkButton>
    </div>
  )
}
