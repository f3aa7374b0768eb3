import { useState } from 'react'
import { type Act, type ApiError, api, useCommand } from '#web/kit/index.ts'
import type { Bed, Board } from '../board-contract.ts'

/** Who is put into a bed: somebody on the ward, or somebody whom a visit sends. */
export interface Mover {
  readonly kind: 'stay' | 'asked'
  readonly id: string
  readonly name: string
}

interface Move {
  readonly who: Mover
  readonly bed: Bed
  readonly anySex?: boolean
}

interface BedMoves {
  /** Who is about to be put somewhere. */
  readonly moving: Mover | undefined
  begin(who: Mover): void
  stop(): void
  to(bed: Bed): void
  drop(who: Mover, bed: Bed): void
  readonly error: ApiError | undefined
  /** Does it all the same, when what refused it may be overruled. */
  readonly anyway: (() => void) | undefined
}

async function send({ who, bed, anySex }: Move, act: Act): Promise<void> {
  const choice = { ...(anySex ? { anySex } : {}), ...(bed.state === 'held' ? { fromHold: true } : {}) }
  if (who.kind === 'asked') {
    await api.post(`/api/ward/asked/${who.id}/admit`, { bedId: bed.id, ...choice }, act)
    return
  }
  const other = bed.patient?.encounterId
  if (other) {
    const swap = { stays: [who.id, other], ...(anySex ? { anySex } : {}) }
    return api.post('/api/ward/swap', swap, act)
  }
  return api.post(`/api/stays/${who.id}/bed`, { bedId: bed.id, ...choice }, act)
}

/** Everybody on the board who can be put somewhere, by what a drag carries. */
const moversOf = (board: Board): ReadonlyMap<string, Mover> => {
  const lying = [...board.rooms.flatMap(({ beds }) => beds.flatMap((bed) => bed.patient ?? [])), ...board.unplaced]
  const all: Mover[] = [
    ...lying.map(({ encounterId, name }): Mover => ({ kind: 'stay', id: encounterId, name })),
    ...board.asked.map(({ id, name }): Mover => ({ kind: 'asked', id, name })),
  ]
  return new Map(all.map((one) => [draggedOf(one), one]))
}

/** What a drag of somebody carries. */
export const draggedOf = ({ kind, id }: Pick<Mover, 'kind' | 'id'>): string => `${kind}:${id}`

export const moverOf = (board: Board, dragged: string): Mover | undefined => moversOf(board).get(dragged)

/** Moves on the board, by dragging, or by picking a patient and then a bed: a free one, or one to change with. */
export function useBedMoves(): BedMoves {
  const [moving, setMoving] = useState<Mover>()
  const [last, setLast] = useState<Move>()
  const command = useCommand(send, {
    refresh: ['/api/ward', '/api/stays'],
    done: () => setMoving(undefined),
  })
  const run = (move: Move) => {
    setLast(move)
    void command.run(move)
  }
  return {
    moving,
    begin: setMoving,
    stop: () => {
      setMoving(undefined)
      command.clear()
    },
    to: (bed) => {
      if (moving && bed.patient?.encounterId !== moving.id) run({ who: moving, bed })
    },
    drop: (who, bed) => run({ who, bed }),
    error: command.error,
    anyway: last && command.error?.code === 'ward.otherSex' ? () => run({ ...last, anySex: true }) : undefined,
  }
}
