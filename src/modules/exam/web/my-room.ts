import { useState } from 'react'
import { useApi, useMe } from '#web/kit/index.ts'
import type { RoomRow } from './views.ts'

const kept = 'lo.exam.room'

export interface MyRoom {
  readonly rooms: readonly RoomRow[]
  readonly room: RoomRow | undefined
  choose(id: string): void
}

/** The room of this desk: chosen here before, else where the person is named, else the first. */
export function useMyRoom(): MyRoom {
  const me = useMe()
  const answer = useApi<{ rooms: RoomRow[] }>('/api/rooms')
  const [chosen, setChosen] = useState(() => localStorage.getItem(kept) ?? undefined)
  const rooms = answer.data?.rooms ?? []
  const room =
    rooms.find((one) => one.id === chosen) ??
    rooms.find((one) => one.doctor && me.name.includes(one.doctor)) ??
    rooms.find((one) => one.doctor === me.name) ??
    rooms[0]
  return {
    rooms,
    room,
    choose(id) {
      localStorage.setItem(kept, id)
      setChosen(id)
    },
  }
}
