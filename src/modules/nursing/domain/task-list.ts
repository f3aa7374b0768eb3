import { instantAt, type Shift } from './shifts.ts'

export type TaskSource = 'level' | 'order' | 'plan' | 'own'

/** Something that asks for tasks: a level of care, an order, a plan, a nurse. */
export interface TaskMaker {
  readonly source: TaskSource
  /** Id of the resource that asks; of a level its code. */
  readonly sourceId: string
  readonly code: string
  readonly text: string
  /** Hours of the day, every so many hours from a start, or one moment. */
  readonly hours?: readonly number[]
  readonly everyHours?: number
  readonly once?: string
  readonly from: string
  readonly until?: string
}

/** One task at one moment. */
export interface DueTask {
  readonly source: TaskSource
  readonly sourceId: string
  readonly code: string
  readonly text: string
  readonly dueAt: Date
}

const hourMs = 3_600_000

function momentsOf(maker: TaskMaker, { day, start, end }: Pick<Shift, 'day' | 'start' | 'end'>): readonly Date[] {
  if (maker.once) return [new Date(maker.once)]
  if (maker.hours) {
    const twoDays = maker.hours.flatMap((hour) => [instantAt(day, hour), instantAt(day, hour + 24)])
    return twoDays.toSorted((a, b) => a.getTime() - b.getTime())
  }
  const step = (maker.everyHours ?? 24) * hourMs
  const first = Date.parse(maker.from)
  const skipped = Math.max(0, Math.ceil((start.getTime() - first) / step))
  const found: Date[] = []
  for (let at = first + skipped * step; at < end.getTime(); at += step) found.push(new Date(at))
  return found
}

/**
 * The tasks that fall into a shift, in the order of time; the same question always gives the same answer. What is due once
 * is carried over from shift to shift until somebody writes of it.
 */
export function tasksOfShift(makers: readonly TaskMaker[], shift: Shift): readonly DueTask[] {
  const isWithin = (at: Date, maker: TaskMaker) =>
    (at >= shift.start || maker.once !== undefined) &&
    at < shift.end &&
    at.getTime() >= Date.parse(maker.from) &&
    (maker.until === undefined || at.getTime() < Date.parse(maker.until))
  return makers
    .flatMap((maker) =>
      momentsOf(maker, shift)
        .filter((at) => isWithin(at, maker))
        .map((dueAt) => ({
          source: maker.source,
          sourceId: maker.sourceId,
          code: maker.code,
          text: maker.text,
          dueAt,
        })),
    )
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.text.localeCompare(b.text, 'vi'))
}

export const isOverdue = (dueAt: Date, now: Date, graceMinutes: number): boolean =>
  dueAt.getTime() + graceMinutes * 60_000 < now.getTime()
