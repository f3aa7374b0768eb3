import type { CellView, GiveBody, GiveDose, MedicinesView, OrderView } from '../contract.ts'
import { type Punctuality, punctuality } from '../domain/dose-window.ts'
import type { WrongDrug } from '../domain/five-rights.ts'

/** A dose that is about to be given. */
export interface Pick {
  readonly id: string
  readonly order: OrderView
  /** Absent of a medicine given when needed. */
  readonly cell?: CellView
  readonly code?: string
  readonly lot?: string
  readonly drugBy?: string
  readonly timeReason?: string
  readonly units?: string
  readonly destroyed?: string
  readonly before?: string
}

/** What was scanned and chosen at one bedside. */
export interface Round {
  readonly band?: string
  readonly patientBy?: string
  readonly picks: readonly Pick[]
}

/** Why the hands must rest: a wrong wristband, a wrong pack, or what the server refused. */
export interface Stop {
  readonly title: string
  readonly patient?: boolean
  readonly wrong?: WrongDrug
}

const open: ReadonlySet<string> = new Set(['due', 'late', 'held'])

/** The dose of an order that is to be given now: the oldest that is due or late. */
export function dueCell(order: OrderView): CellView | undefined {
  return order.cells.find((cell) => cell.state === 'due' || cell.state === 'late')
}

/** Orders that a pack may be for: with a dose at this hour, or given when needed. */
export function askedOrders(view: MedicinesView): readonly OrderView[] {
  return view.orders.filter(
    (order) => order.status === 'active' && (order.timing === 'needed' || dueCell(order) !== undefined),
  )
}

export const isOpenCell = (cell: CellView) => open.has(cell.state)

export function timeOf(pick: Pick, now: Date): Punctuality | undefined {
  if (!pick.cell) return undefined
  return punctuality(new Date(pick.cell.dueAt), now, pick.cell.limitMinutes)
}

/** What a person has still to say before a dose can be given. */
export interface Missing {
  readonly patientBy: boolean
  readonly secondPerson: boolean
  readonly drugBy: readonly Pick[]
  readonly timeReason: readonly Pick[]
  readonly units: readonly Pick[]
  readonly before: readonly Pick[]
}

export function missingOf(round: Round, now: Date): Missing {
  const { picks } = round
  return {
    patientBy: round.band === undefined,
    secondPerson: picks.some((pick) => pick.order.twoPersons),
    drugBy: picks.filter((pick) => pick.code === undefined),
    timeReason: picks.filter((pick) => !['right', undefined].includes(timeOf(pick, now))),
    units: picks.filter((pick) => !pick.order.own && (pick.order.units === undefined || pick.order.controlled)),
    before: picks.filter((pick) => pick.order.timing === 'needed'),
  }
}

/** Whether nothing has to be said: one press gives. */
export function isPlain(missing: Missing): boolean {
  const { patientBy, secondPerson, ...lists } = missing
  return !patientBy && !secondPerson && Object.values(lists).every((list) => list.length === 0)
}

function doseOf(pick: Pick): GiveDose {
  const { id, order, cell, code, drugBy, timeReason, units, destroyed, before } = pick
  return {
    id,
    requestId: order.requestId,
    ...(cell ? { dueAt: cell.dueAt } : {}),
    ...(code ? { code } : drugBy ? { drugBy } : {}),
    ...(timeReason ? { timeReason } : {}),
    ...(units ? { units } : {}),
    ...(destroyed ? { destroyed } : {}),
    ...(before ? { before } : {}),
  }
}

/** @param at when it is given, so that it may wait for the server */
export function bodyOf(round: Round, secondPersonId: string | undefined, at: string): GiveBody {
  return {
    at,
    ...(round.band ? { band: round.band } : round.patientBy ? { patientBy: round.patientBy } : {}),
    ...(secondPersonId ? { secondPersonId } : {}),
    doses: round.picks.map(doseOf),
  }
}
