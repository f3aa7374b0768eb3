import { readdirSync, readFileSync } from 'node:fs'
import type { CareLevelEdition } from './domain/care-levels.ts'
import type { PlanTemplate } from './domain/care-plan.ts'
import type { Fluid } from './domain/fluid-balance.ts'
import type { LineKind } from './domain/lines.ts'
import type { Reassessment } from './domain/reassessment.ts'
import type { ShiftEdition } from './domain/shifts.ts'

export interface Words {
  readonly vi: string
  readonly en: string
}

export interface TaskWord {
  readonly code: string
  readonly title: Words
  /** What it is on the statutory care sheets. */
  readonly care?: string
}

const folder = new URL('../../../data/', import.meta.url)
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T

/** Dated lists of data/nursing, set by the hospital. */
export const careLevelEditions = read<{ editions: readonly CareLevelEdition[] }>(
  'nursing/care-levels.json',
).editions
export const shiftEditions = read<{ editions: readonly ShiftEdition[] }>('nursing/shifts.json').editions
export const fluids = read<{ fluids: readonly Fluid[] }>('nursing/fluids.json').fluids
export const lineKinds = read<{ lines: readonly LineKind[] }>('nursing/lines.json').lines
export const reassessment = read<Reassessment>('nursing/reassessment.json')
/** Bounds of blood sugar at the bedside, mmol/L. */
export const bloodSugar = read<{
  readonly hard: readonly [number, number]
  readonly criticalLow: number
  readonly normal: readonly [number, number]
}>('nursing/blood-sugar.json')
const words = read<{ tasks: readonly TaskWord[]; notDone: readonly TaskWord[] }>('nursing/tasks.json')
export const taskWords = words.tasks
export const notDoneWords = words.notDone

/** Templates of care plans, data/care-plans. */
export const planTemplates: readonly PlanTemplate[] = readdirSync(new URL('care-plans/', folder))
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => read<PlanTemplate>(`care-plans/${name}`))

export const titleOf = (list: readonly TaskWord[], code: string): string =>
  list.find((one) => one.code === code)?.title.vi ?? code
