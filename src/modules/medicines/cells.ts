import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { CellState, CellView, DoseView } from './contract.ts'
import { limitMinutes, standing } from './domain/dose-window.ts'
import { dueTimes } from './domain/due-times.ts'
import { infusionAt } from './domain/infusion-volume.ts'
import type { WardOrder, WrittenDose } from './orders-of-stay.ts'
import { dayHours, timeLimits } from './rules.ts'

const hourMs = 3_600_000

function infusionView(dose: WrittenDose, now: Date): DoseView['infusion'] {
  const events = dose.detail.infusion
  if (!events) return undefined
  const standingNow = infusionAt(events, now)
  const left = Number(standingNow.hungMl) - Number(standingNow.computedMl)
  const rate = Number(standingNow.rate)
  const runs = standingNow.state === 'running' && rate > 0
  return {
    ...standingNow,
    events: [...events],
    ...(runs ? { emptyAt: instantInVietnam(new Date(now.getTime() + (Math.max(0, left) / rate) * hourMs)) } : {}),
  }
}

/** A written dose for the screen. */
export function doseView(dose: WrittenDose, now: Date): DoseView {
  const { detail } = dose
  const { amount, unit, witness, debt, timeReason, patientBy, drugBy, note, withdrawn } = detail
  return {
    id: dose.id,
    dueAt: instantInVietnam(dose.dueAt),
    at: instantInVietnam(dose.at),
    outcome: detail.outcome,
    by: detail.by,
    lots: detail.lots.map((one) => one.lot),
    ...present({ amount, unit, witness, debt, timeReason, patientBy, drugBy, note, withdrawn }),
    ...present({
      reason: detail.reasonText,
      effect: detail.effect && {
        scale: detail.effect.scale,
        dueAt: detail.effect.dueAt,
        ...present({ before: detail.effect.before, after: detail.effect.after, at: detail.effect.at }),
      },
      infusion: infusionView(dose, now),
    }),
  }
}

export interface CellFrame {
  readonly department: string
  readonly atc: string | undefined
  readonly now: Date
}

function stateOf(dose: WrittenDose | undefined, held: boolean, planned: CellState, active: boolean): CellState {
  const outcome = dose?.detail.outcome
  if (outcome !== undefined && outcome !== 'withdrawn') return outcome
  return held || !active ? 'rest' : planned
}

/** The hours of an order in a span of time, each with the dose that stands at it. */
export function cellsOf(order: WardOrder, frame: CellFrame, from: Date, to: Date): CellView[] {
  const { plan, states } = order
  const { now, department, atc } = frame
  const day = dayInVietnam(from)
  const hours = dayHours(department, day)
  const limits = timeLimits(day)
  const limit = limitMinutes(plan, hours, limits, atc)
  const standingAt = new Map(
    order.doses.filter((one) => one.status !== 'entered-in-error').map((one) => [one.dueAt.getTime(), one]),
  )
  return dueTimes(plan, hours, states, from, to).map(({ at, held }) => {
    const dose = standingAt.get(at.getTime())
    const planned = standing(at, now, limit, limits.dueShownMinutesAhead)
    const state = stateOf(dose, held, planned, order.status === 'active')
    const late = state === 'late' ? Math.floor((now.getTime() - at.getTime()) / 60_000) : undefined
    return {
      dueAt: instantInVietnam(at),
      state,
      limitMinutes: limit,
      ...present({ minutesLate: late, dose: dose && doseView(dose, now) }),
    }
  })
}

/** A day in Viet Nam as instants. */
export function spanOf(day: string): { readonly from: Date; readonly to: Date } {
  return { from: new Date(`${day}T00:00:00+07:00`), to: new Date(`${addDays(day, 1)}T00:00:00+07:00`) }
}
