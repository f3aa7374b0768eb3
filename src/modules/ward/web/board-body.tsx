import { useState } from 'react'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { Alert, Button, Columns, can, Failure, t, useGo, useSearchParam, useShortcuts } from '#web/kit/index.ts'
import type { Bed, Board, Lying } from '../board-contract.ts'
import { AdmitDialog } from './admit-dialog.tsx'
import { BedDialog } from './bed-dialog.tsx'
import { BedRooms } from './bed-rooms.tsx'
import { boardFilters } from './board-filter.ts'
import { BoardSide } from './board-side.tsx'
import { BoardTools } from './board-tools.tsx'
import { focusedBed } from './next-tile.ts'
import { PatientDialog } from './patient-dialog.tsx'
import { type Mover, moverOf, useBedMoves } from './use-bed-moves.ts'
import { type BedTool, toolOf, useBedTools } from './use-bed-tools.ts'

const moverOfStay = ({ encounterId, name }: Lying): Mover => ({ kind: 'stay', id: encounterId, name })

/** What one does on the board, by hand, by dragging and by keys. */
function useBoard(board: Board) {
  const canMove = can('ward.place') && !board.isPast
  const moves = useBedMoves()
  const [picked, setPicked] = useState<Bed>()
  const [admitting, setAdmitting] = useState<{ bedId?: string }>()
  const [person, setPerson] = useState<Lying>()
  const tools = useBedTools(setPicked)
  const bedWith = (id: string | undefined) => board.rooms.flatMap(({ beds }) => beds).find((bed) => bed.id === id)
  const onFocused = (act: (bed: Bed) => void) => () => {
    const bed = bedWith(focusedBed())
    if (bed && canMove) act(bed)
  }
  const tool = (name: BedTool) => onFocused((bed) => tools.use(name, bed))
  useShortcuts([
    { keys: 'n', label: t('ward.admit.title'), run: () => can('ward.admit') && setAdmitting({}) },
    {
      keys: 'm',
      label: t('ward.patient.move'),
      run: onFocused(({ patient }) => patient && moves.begin(moverOfStay(patient))),
    },
    { keys: 'v', label: t('ward.tool.clean'), run: tool('clean') },
    { keys: 'c', label: t('ward.tool.isolate'), run: tool('isolate') },
    { keys: 'h', label: t('ward.tool.hold'), run: tool('hold') },
    {
      keys: 'escape',
      label: t('ward.move.stop'),
      run: () => {
        moves.stop()
        tools.take(undefined)
      },
    },
  ])
  const pick = (bed: Bed) => {
    if (moves.moving) return moves.to(bed)
    if (tools.inHand && canMove) return tools.use(tools.inHand, bed)
    if (bed.patient) return setPerson(bed.patient)
    if (canMove) setPicked(bed)
  }
  const dropped = (dragged: string, bed: Bed) => {
    const carried = toolOf(dragged)
    const who = moverOf(board, dragged)
    if (carried) tools.use(carried, bed)
    else if (who && who.id !== bed.patient?.encounterId) moves.drop(who, bed)
  }
  return { canMove, moves, tools, picked, setPicked, admitting, setAdmitting, person, setPerson, pick, dropped }
}

/** The beds of a ward with all that is done to them; who comes and goes beside them. */
export function BoardBody({ board, onNow }: { readonly board: Board; readonly onNow: () => void }) {
  const go = useGo()
  const [wanted, setFilter] = useSearchParam('filter')
  const filter = boardFilters.find((one) => one === wanted) ?? 'all'
  const today = dayInVietnam(new Date(board.at))
  const at = useBoard(board)
  const { moves, tools, canMove } = at
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
          title={t(`ward.move.where.${moves.moving.kind}`, { name: moves.moving.name })}
          action={<Button onClick={moves.stop}>{t('ward.move.stop')}</Button>}
        />
      )}
      {moves.error && moves.anyway ? (
        <Alert
          level="warning"
          title={moves.error.title}
          action={<Button onClick={moves.anyway}>{t('ward.move.anyway')}</Button>}
        />
      ) : (
        moves.error && <Failure error={moves.error} title={t('ward.move.failed')} />
      )}
      {tools.error && <Failure error={tools.error} />}
      <BoardTools
        beds={board.rooms.flatMap(({ beds }) => beds)}
        today={today}
        filter={filter}
        onFilter={(value) => setFilter(value === 'all' ? undefined : value)}
        inHand={tools.inHand}
        onTool={canMove ? tools.take : undefined}
      />
      <Columns
        main={
          <BedRooms
            board={board}
            filter={filter}
            today={today}
            moving={moves.moving}
            canMove={canMove}
            onPick={at.pick}
            onDropped={at.dropped}
          />
        }
        side={
          <BoardSide
            board={board}
            onAdmit={can('ward.admit') && !board.isPast ? () => at.setAdmitting({}) : undefined}
            onPlace={canMove ? moves.begin : undefined}
            onOpen={(id) => go(`/stay/${id}/overview`)}
          />
        }
        sideWidth={320}
      />
      <Dialogs board={board} at={at} />
    </>
  )
}

/** What is asked of one bed, one patient, or a new one. */
function Dialogs({ board, at }: { readonly board: Board; readonly at: ReturnType<typeof useBoard> }) {
  const { picked, setPicked, admitting, setAdmitting, person, setPerson, moves } = at
  return (
    <>
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
            moves.begin(moverOfStay(person))
            setPerson(undefined)
          }}
        />
      )}
    </>
  )
}
