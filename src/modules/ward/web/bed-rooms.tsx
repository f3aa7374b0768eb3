import { type KeyboardEvent, useRef } from 'react'
import { Empty, Num, t } from '#web/kit/index.ts'
import type { Bed, Board } from '../board-contract.ts'
import { BedTile } from './bed-tile.tsx'
import { type BoardFilter, isShown } from './board-filter.ts'
import { nextTile } from './next-tile.ts'
import type { Mover } from './use-bed-moves.ts'

interface BedRoomsProps {
  readonly board: Board
  readonly filter: BoardFilter
  readonly today: string
  readonly moving: Mover | undefined
  readonly canMove: boolean
  readonly onPick: (bed: Bed) => void
  readonly onDropped: (dragged: string, bed: Bed) => void
}

const givable = new Set<Bed['state']>(['free', 'isolated', 'held'])

/** Whoever is only sent here takes a free bed; who lies on the ward may change with another. */
const isTarget = (bed: Bed, moving: Mover | undefined): boolean =>
  moving !== undefined && (givable.has(bed.state) || (moving.kind === 'stay' && bed.state === 'taken'))

/** Rooms with their beds; arrow keys go from bed to bed. */
export function BedRooms({ board, filter, today, moving, canMove, onPick, onDropped }: BedRoomsProps) {
  const grid = useRef<HTMLDivElement>(null)
  const walk = (event: KeyboardEvent) => {
    const from = event.target instanceof Element ? event.target.closest('.lo-bed') : null
    const next = from && nextTile(from, event.key, grid.current?.querySelectorAll('.lo-bed') ?? [])
    if (!(next instanceof HTMLElement)) return
    event.preventDefault()
    next.focus()
  }
  const rooms = board.rooms
    .map((room) => ({ ...room, shown: room.beds.filter((bed) => isShown(bed, filter, today)) }))
    .filter(({ shown }) => shown.length > 0)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form
    <div ref={grid} className="lo-rooms" role="group" aria-label={t('ward.board.title')} onKeyDown={walk}>
      {rooms.length === 0 && <Empty>{t('ward.filter.none')}</Empty>}
      {rooms.map((room) => (
        <section key={room.id} className="lo-room" aria-label={room.name}>
          <header>
            <b>{room.name}</b>
            {room.sex && <span>{t(`ward.sex.${room.sex}`)}</span>}
            <Num>
              {room.taken}/{room.beds.length}
            </Num>
          </header>
          <div className="lo-beds">
            {room.shown.map((bed) => (
              <BedTile
                key={bed.id}
                bed={bed}
                selected={moving !== undefined && bed.patient?.encounterId === moving.id}
                target={isTarget(bed, moving)}
                canMove={canMove}
                onPick={() => onPick(bed)}
                onDropped={(dragged) => onDropped(dragged, bed)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
