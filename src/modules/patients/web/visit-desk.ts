/** What reception uses of the visits' own API (module encounters). */

export interface Room {
  readonly id: string
  readonly name: string
  readonly place?: string
  readonly doctor?: string
  readonly waiting: number
  readonly waitMinutes: number
  readonly measured: boolean
  readonly nextNumber: string
  readonly nextPriority: string
  readonly fit: number
}

export interface Priority {
  readonly code: string
  readonly text: string
  readonly from?: number
  readonly below?: number
}

/** The priority that the age gives by itself, as the server will give it. */
export function priorityByAge(all: readonly Priority[], years: number | undefined): Priority | undefined {
  if (years === undefined) return undefined
  return all.find(
    ({ from, below }) => (from !== undefined && years >= from) || (below !== undefined && years < below),
  )
}

export interface RoomsAnswer {
  readonly rooms: readonly Room[]
  readonly priorities: readonly Priority[]
}

export interface Ticket {
  readonly encounterId: string
  readonly recordNumber: string
  readonly room: { readonly id: string; readonly name: string; readonly place?: string }
  readonly number: string
  readonly patientName: string
  readonly priority?: string
  readonly ahead: number
  readonly expectedAt: string
  readonly printedAt: string
  readonly facility: string
}

export interface QueueAnswer {
  readonly entries: readonly {
    readonly encounterId: string
    readonly patientId: string
    readonly number: string
    readonly name: string
    readonly roomName: string
    readonly priority?: string
    readonly arrivedAt: string
  }[]
  readonly total: number
}

/** `Phòng khám Nội 2` is `Nội 2` where space is short. */
export function shortRoom(name: string): string {
  return name.replace(/^Phòng khám /, '')
}
