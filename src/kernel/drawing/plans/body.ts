import { type Caption, commonStates, type FindingState, type Plan } from '../plan.ts'
import { type FigureAt, figureArt, figureRegions } from './figure.ts'

const front: FigureAt = { face: 'front', x: 180, y: 34 }
const back: FigureAt = { face: 'back', x: 540, y: 34 }

const captions: readonly Caption[] = [
  { at: [180, 20], text: { vi: 'MẶT TRƯỚC', en: 'FRONT' } },
  { at: [540, 20], text: { vi: 'MẶT SAU', en: 'BACK' } },
  { at: [60, 80], text: { vi: 'Phải', en: 'Right' } },
  { at: [300, 80], text: { vi: 'Trái', en: 'Left' } },
  { at: [420, 80], text: { vi: 'Trái', en: 'Left' } },
  { at: [660, 80], text: { vi: 'Phải', en: 'Right' } },
]

const skinStates: readonly FindingState[] = [
  ...commonStates.filter((one) => one.code !== 'other' && one.code !== 'tumour'),
  { code: 'rash', name: { vi: 'ban, tổn thương da', en: 'rash' }, fill: 'back-hatch' },
  { code: 'other', name: { vi: 'tổn thương khác', en: 'other lesion' }, fill: 'solid' },
]

const bodyPlan = (title: Plan['title'], states: readonly FindingState[], forBurns: boolean): Plan => ({
  title,
  size: { width: 720, height: 612 },
  art: [...figureArt(front, forBurns), ...figureArt(back, forBurns)],
  captions,
  regions: [...figureRegions(front, forBurns), ...figureRegions(back, forBurns)],
  states,
})

/** Where on the body: rashes, wounds, pressure sores, pain. */
export const body = bodyPlan({ vi: 'Hình vẽ vị trí tổn thương', en: 'Body map' }, skinStates, false)

/** Parts of the table of Lund and Browder; what is burned is in the chart's own values. */
export const burnBody = bodyPlan({ vi: 'Hình vẽ tổn thương bỏng', en: 'Burns' }, [], true)
