import './rounds.css'
import { useRef } from 'react'
import { useNeighbours } from '#web/kit/hands/neighbours.ts'
import {
  Button,
  Columns,
  can,
  EntryBlock,
  Failure,
  formatDateTime,
  IconButton,
  LinkTo,
  Loading,
  Num,
  Page,
  Panel,
  StayFrame,
  t,
  useApi,
  useGo,
  useListed,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { CourseRow, RoundView, WardRound } from '../contract.ts'
import { CoursePanel } from './course-panel.tsx'
import { DevicesPanel, EventsPanel, FluidsPanel, ProblemsPanel, ResultsPanel, VitalsPanel } from './facts.tsx'
import { JumpButton } from './jump-button.tsx'
import { OrdersPanel } from './orders-panel.tsx'
import { useCourse } from './use-course.ts'
import { useSwipe } from './use-swipe.ts'
import { roundPath } from './ward-round-screen.tsx'

/** One screen for one patient of the morning round; a key or a swipe goes to the next bed. */
export default function RoundScreen() {
  const { id = '' } = useParams()
  const path = `/api/stays/${id}/round`
  const round = useApi<RoundView>(path)
  useLive(
    ['Observation', 'MedicationRequest', 'ServiceRequest', 'QuestionnaireResponse', 'Procedure', 'Task'],
    [path, `/api/stays/${id}/fluids`],
  )
  if (round.isPending) return <Loading rows={8} />
  if (round.isError) return <Failure error={round.error} retry={round.refetch} />
  return <Round key={id} view={round.data} />
}

function Round({ view }: { readonly view: RoundView }) {
  const { previous, next, bar } = useWalk(view)
  const page = useRef<HTMLDivElement>(null)
  useSwipe(page, { left: next, right: previous })
  return (
    <div ref={page} className="rd-page">
      <StayFrame encounterId={view.encounterId} tab="round">
        <Page head={bar}>
          <Columns
            main={
              <>
                <EventsPanel view={view} />
                <ResultsPanel view={view} />
                <VitalsPanel view={view} />
                <OrdersPanel view={view} />
                <FluidsPanel view={view} />
                <ProblemsPanel view={view} />
                <DevicesPanel view={view} />
              </>
            }
            side={
              <>
                {view.editable && can('rounds.write') && <Writing view={view} />}
                <RowsPanel view={view} />
              </>
            }
            sideWidth={520}
          />
        </Page>
      </StayFrame>
      <JumpButton previous={previous} next={next} />
    </div>
  )
}

function Writing({ view }: { readonly view: RoundView }) {
  return <CoursePanel view={view} course={useCourse(view)} />
}

/** Where in the round one is, and the way to the beds beside. */
function useWalk({ encounterId, department }: RoundView) {
  const ward = useApi<WardRound>('/api/ward/round', { department }, { background: true })
  const stays = ward.data?.stays ?? []
  useListed(stays.map((one) => roundPath(one.encounterId)))
  const { previous, next } = useNeighbours(roundPath(encounterId))
  const go = useGo()
  const at = stays.findIndex((one) => one.encounterId === encounterId)
  const bar = (
    <nav className="rd-walk" aria-label={t('rounds.screen.title')}>
      <LinkTo to={`/ward/round?department=${department}`} className="lo-link">
        {t('rounds.list')}
      </LinkTo>
      {at >= 0 && (
        <span className="rd-where">
          <Num>{t('rounds.place', { at: at + 1, of: stays.length })}</Num>
          <span className="rd-dots" aria-hidden="true">
            {stays.map((one, place) => (
              <i key={one.encounterId} data-course={one.course} data-here={place === at || undefined} />
            ))}
          </span>
        </span>
      )}
      <span className="rd-steps">
        {previous && <IconButton icon="chevronLeft" label={t('rounds.previous')} onClick={() => go(previous)} />}
        {next && (
          <Button keyHint="]" onClick={() => go(next)}>
            {t('rounds.next')}
          </Button>
        )}
      </span>
    </nav>
  )
  return {
    bar,
    previous: previous ? () => go(previous) : undefined,
    next: next ? () => go(next) : undefined,
  }
}

const entryState = { draft: 'draft', signed: 'signed', struck: 'stopped' } as const

function RowsPanel({ view }: { readonly view: RoundView }) {
  const sheet = view.rows.at(-1)?.sheetId
  if (!sheet) return null
  return (
    <Panel
      title={t('rounds.sheet.rows')}
      pad
      actions={
        <LinkTo to={`/fill/${sheet}`} className="lo-link">
          {t('rounds.sheet.open')}
        </LinkTo>
      }
    >
      {view.rows.toReversed().map((row) => (
        <EntryBlock
          key={row.id}
          state={entryState[row.state]}
          title={<Num>{formatDateTime(row.at)}</Num>}
          detail={row.doctor}
        >
          <RowText row={row} />
        </EntryBlock>
      ))}
    </Panel>
  )
}

const parts = ['subjective', 'objective', 'assessment', 'plan'] as const

function RowText({ row }: { readonly row: CourseRow }) {
  return (
    <>
      <dl className="rd-exact">
        {parts
          .filter((name) => row[name])
          .map((name) => (
            <div key={name}>
              <dt>{name.slice(0, 1).toUpperCase()}</dt>
              <dd>{row[name]}</dd>
            </div>
          ))}
      </dl>
      {row.orders.length > 0 && (
        <ol className="rd-list">
          {row.orders.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ol>
      )}
    </>
  )
}
