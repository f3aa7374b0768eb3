import { t } from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'

/** Beds that can be given now, with their room. */
export function freeBeds(board: Board): { readonly value: string; readonly label: string }[] {
  return board.rooms.flatMap((room) =>
    room.beds
      .filter((bed) => !bed.patient && (bed.state === 'free' || bed.state === 'isolated'))
      .map((bed) => ({
        value: bed.id,
        label: [bed.name, room.name, room.sex && t(`ward.sex.${room.sex}`)].filter(Boolean).join(' · '),
      })),
  )
}
