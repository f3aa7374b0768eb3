import type { Plan } from '../plan.ts'

/** Where the curves stand on the sheet. */
export const growthArea = { left: 52, top: 36, width: 620, height: 440 } as const

/** The sheet of a growth chart; curves and axes depend on sex, measure and age. */
export const growth: Plan = {
  title: { vi: 'Biểu đồ tăng trưởng', en: 'Growth chart' },
  size: { width: 720, height: 520 },
  art: [],
  captions: [],
  regions: [],
  states: [],
}
