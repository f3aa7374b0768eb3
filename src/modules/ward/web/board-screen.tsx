import { useState } from 'react'
import {
  Alert,
  Button,
  Columns,
  can,
  Failure,
  Inline,
  LinkTo,
  Loading,
  Num,
  Page,
  PageHead,
  SelectField,
  TextField,
  t,
  useApi,
  useGo,
  useLive,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { Bed, Board, Lying } from '../board-contract.ts'
import { AdmitDialog } from './admit-dialog.tsx'
import { BedDialog } from './bed-dialog.tsx'
import { BedTile } from './bed-tile.tsx'
import { BoardSide } from './board-side.tsx'
import { PatientDialog } from './patient-dialog.tsx'
import { useBedMoves } from './use-bed-moves.ts'

/** A department's beds: who lies where, who comes and who goes. */
export default function BoardScreen() {
  const [department, setDepartment] = useSearchParam('department')
  const [at, setAt] = useSearchParam('at')
  const board = useApi<Board>('/api/ward/board', {
    department,
    at: at ? new Date(`${at}:00+07:00`).toISOString() : undefined,
  })
  useLive(['Encounter', 'Location', 'QuestionnaireResponse'], ['/api/ward', '/api/stays'])
  if (board.isPending) return <Loading rows={8} />
  if (board.isError) return <Failure error={board.error} retry={board.refetch} />
  const { data } = board
  return (
    <Page
      head={
        <PageHead title={t('ward.board.title')} note={<Figures board={data} />}>
          <Inline gap={10} wrap>
            <LinkTo to="/ward/census">{t('ward.board.census')}</LinkTo>
            <SelectField
              label={t('ward.board.department')}
              hideLabel
              value={data.department.id}
              onChange={setDepartment}
              options={data.departments.map((one) => ({
                value: one.id,
                label: `${one.name} ${one.taken}/${one.beds}`,
              }))}
            />
            <TextField
              label={t('ward.board.at')}
              hideLabel
              type="datetime-local"
              value={at ?? ''}
              onChange={(value) => setAt(value || undefined)}
            />
          </Inline>
        </PageHead>
      }
    >
      <Beds key={data.department.id} board={data} onNow={() => setAt(undefined)} />
    </Page>
  )
}

function Figures({ board }: { readonly board: Board }) {
  const beds = board.rooms.flatMap((room) => room.beds)
  const facts = [
    [beds.length, 'beds'],
    [beds.filter((one) => one.patient).length, 'taken'],
    [beds.filter((one) => one.state === 'free').length, 'free'],
    [board.unplaced.length, 'unplaced'],
    [board.incoming.length, 'incoming'],
  ] as const
  return (
    <Inline gap={16} wrap>
      {facts.map(([count, word]) => (
        <span key={word}>
          <b>
            <Num>{count}</Num>
          </b>{' '}
          {t(`ward.board.${word}`)}
        </span>
      ))}
    </Inline>
  )
}

function Beds({ board, onNow }: { readonly board: Board; readonly onNow: () => void }) {
  const go = useGo()
  const canMove = can('ward.place') && !board.isPast
  const moves = useBedMoves(board)
  const [picked, setPicked] = useState<Bed>()
  const [admitting, setAdmitting] = useState<{ bedId?: string }>()
  const [person, setPerson] = useState<Lying>()
  useShortcuts([
    { keys: 'n', label: t('ward.admit.title'), run: () => can('ward.admit') && setAdmitting({}) },
    { keys: 'escape', label: t('ward.move.stop'), run: moves.stop },
  ])
  const pick = (bed: Bed) => {
    if (moves.moving) return moves.to(bed)
    if (bed.patient) return setPerson(bed.patient)
    if (canMove) setPicked(bed)
  }
  return (
    <>
      {board.isPast && (
        <Alert
          level="note"
          title={t('ward.board.past')}
          action={<Button onClick={onNow}>{t('ward.board.now')}</Button>}
        />
      )}
      {moves.moving && (
        <Alert
          level="note"
          title={t('ward.move.where', { name: moves.moving.name })}
          action={<Button onClick={moves.stop}>{t('ward.move.stop')}</Button>}
        />
      )}
      {moves.error && (
        <Failure
          error={moves.error}
          title={t('ward.move.failed')}
          {...(moves.anyway ? { retry: moves.anyway } : {})}
        />
      )}
      <Columns
        main={
          <div className="lo-rooms">
            {board.rooms.map((room) => (
              <section key={room.id} className="lo-room" aria-label={room.name}>
                <header>
                  <b>{room.name}</b>
                  {room.sex && <span>{t(`ward.sex.${room.sex}`)}</span>}
                  <Num>
                    {room.taken}/{room.beds.length}
                  </Num>
                </header>
                <div className="lo-beds">
                  {room.beds.map((bed) => (
                    <BedTile
                      key={bed.id}
                      bed={bed}
                      selected={
                        moves.moving?.encounterId !== undefined &&
                        bed.patient?.encounterId === moves.moving.encounterId
                      }
                      target={
                        moves.moving !== undefined && ['free', 'taken', 'isolated', 'held'].includes(bed.state)
                      }
                      canMove={canMove}
                      onPick={() => pick(bed)}
                      onDragged={(id) => moves.drop(id, bed)}
                    />
                  ))}
                </div>
              </section>
            ))}
          </div>
        }
        side={
          <BoardSide
            board={board}
            onAdmit={can('ward.admit') && !board.isPast ? () => setAdmitting({}) : undefined}
            onPlace={canMove ? moves.begin : undefined}
            onOpen={(id) => go(`/stay/${id}/overview`)}
          />
        }
        sideWidth={320}
      />
      {picked && (
        <BedDialog
          bed={picked}
          board={board}
          onClose={() => setPicked(undefined)}
          onAdmit={
            can('ward.admit')
              ? () => {
                  setAdmitting({ bedId: picked.id })
                  setPicked(undefined)
                }
              : undefined
          }
        />
      )}
      {admitting && <AdmitDialog board={board} {...admitting} onClose={() => setAdmitting(undefined)} />}
      {person && (
        <PatientDialog
          board={board}
          patient={person}
          onClose={() => setPerson(undefined)}
          onMove={() => {
            moves.begin(person)
            setPerson(undefined)
          }}
        />
      )}
    </>
  )
}
