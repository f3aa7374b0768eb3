import { useState } from 'react'
import { type Act, type ApiError, api, useCommand } from '#web/kit/index.ts'
import type { Bed, Board, Lying } from '../board-contract.ts'

interface Move {
  readonly encounterId: string
  readonly bed: Bed
  readonly anySex?: boolean
}

interface BedMoves {
  /** Who is about to be put somewhere. */
  readonly moving: Lying | undefined
  begin(patient: Lying): void
  stop(): void
  to(bed: Bed): void
  drop(encounterId: string, bed: Bed): void
  readonly error: ApiError | undefined
  /** Does it all the same, when what refused it may be overruled. */
  readonly anyway: (() => void) | undefined
}

function send({ encounterId, bed, anySex }: Move, act: Act): Promise<void> {
  const other = bed.patient?.encounterId
  const choice = anySex ? { anySex } : {}
  if (other) return api.post('/api/ward/swap', { stays: [encounterId, other], ...choice }, act)
  const body = { bedId: bed.id, ...choice, ...(bed.state === 'held' ? { fromHold: true } : {}) }
  return api.post(`/api/stays/${encounterId}/bed`, body, act)
}

/** Moves on the board, by dragging, or by picking a patient and then a bed: a free one, or one to change with. */
export function useBedMoves(board: Board): BedMoves {
  const [moving, setMoving] = useState<Lying>()
  const [last, setLast] = useState<Move>()
  const command = useCommand(send, {
    refresh: ['/api/ward', '/api/stays'],
    done: () => setMoving(undefined),
  })
  const lying = [
    ...board.rooms.flatMap((room) => room.beds.flatMap((bed) => bed.patient ?? [])),
    ...board.unplaced,
  ]
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
      if (moving && bed.patient?.encounterId !== moving.encounterId) run({ encounterId: moving.encounterId, bed })
    },
    drop: (encounterId, bed) => {
      if (lying.some((one) => one.encounterId === encounterId)) run({ encounterId, bed })
    },
    error: command.error,
    anyway: last && command.error?.code === 'ward.otherSex' ? () => run({ ...last, anySex: true }) : undefined,
  }
}
