import type { DrawingLanguage, Words } from './kinds.ts'
import { outline } from './plan.ts'
import { fetus, presentingPart } from './plans/fetal-lie.ts'
import type { ChartSpec } from './spec.ts'
import { group, textAt } from './svg.ts'
import { fieldsOf, maybeOneOf, maybeText } from './values.ts'

/** How the fetus lies; for an oblique lie, where the head is. */
export const fetalLies = [
  'head-down',
  'breech',
  'head-left',
  'head-right',
  'oblique-left',
  'oblique-right',
] as const
export type FetalLie = (typeof fetalLies)[number]
export const fetalPresentations = ['vertex', 'brow', 'face', 'breech', 'shoulder'] as const
export type FetalPresentation = (typeof fetalPresentations)[number]
/** Where the leading point looks: L left, R right, A front, P back, T across; the point itself is the presentation's. */
export const fetalPositions = ['A', 'LA', 'LT', 'LP', 'P', 'RP', 'RT', 'RA'] as const
export type FetalPosition = (typeof fetalPositions)[number]

/** Which way the back looks: to a side of the mother, or in a lie across, up or down. */
export const fetalBacks = ['left', 'right', 'up', 'down'] as const
export type FetalBack = (typeof fetalBacks)[number]

export interface FetalChart {
  readonly lie?: FetalLie
  readonly back?: FetalBack
  readonly presentation?: FetalPresentation
  readonly position?: FetalPosition
  readonly note?: string
}

export const backWords: Readonly<Record<FetalBack, Words>> = {
  left: { vi: 'lưng bên trái', en: 'back on the left' },
  right: { vi: 'lưng bên phải', en: 'back on the right' },
  up: { vi: 'lưng phía trên', en: 'back up' },
  down: { vi: 'lưng phía dưới', en: 'back down' },
}
export const lieWords: Readonly<Record<FetalLie, Words>> = {
  'head-down': { vi: 'ngôi dọc, đầu dưới', en: 'longitudinal, head down' },
  breech: { vi: 'ngôi dọc, mông dưới', en: 'longitudinal, breech' },
  'head-left': { vi: 'ngôi ngang, đầu bên trái mẹ', en: "transverse, head on the mother's left" },
  'head-right': { vi: 'ngôi ngang, đầu bên phải mẹ', en: "transverse, head on the mother's right" },
  'oblique-left': { vi: 'ngôi chếch, đầu bên trái mẹ', en: "oblique, head on the mother's left" },
  'oblique-right': { vi: 'ngôi chếch, đầu bên phải mẹ', en: "oblique, head on the mother's right" },
}
export const presentationWords: Readonly<Record<FetalPresentation, Words>> = {
  vertex: { vi: 'ngôi chỏm', en: 'vertex' },
  brow: { vi: 'ngôi trán', en: 'brow' },
  face: { vi: 'ngôi mặt', en: 'face' },
  breech: { vi: 'ngôi mông', en: 'breech' },
  shoulder: { vi: 'ngôi vai', en: 'shoulder' },
}
const leading: Readonly<Record<FetalPresentation, Words>> = {
  vertex: { vi: 'chẩm', en: 'occiput' },
  brow: { vi: 'mũi', en: 'root of the nose' },
  face: { vi: 'cằm', en: 'chin' },
  breech: { vi: 'cùng', en: 'sacrum' },
  shoulder: { vi: 'vai', en: 'shoulder' },
}
export const positionWords: Readonly<Record<FetalPosition, Words>> = {
  A: { vi: 'vệ (trước)', en: 'anterior' },
  LA: { vi: 'chậu trái trước', en: 'left anterior' },
  LT: { vi: 'chậu trái ngang', en: 'left transverse' },
  LP: { vi: 'chậu trái sau', en: 'left posterior' },
  P: { vi: 'cùng (sau)', en: 'posterior' },
  RP: { vi: 'chậu phải sau', en: 'right posterior' },
  RT: { vi: 'chậu phải ngang', en: 'right transverse' },
  RA: { vi: 'chậu phải trước', en: 'right anterior' },
}

/** The picture of the fetus has the head down; degrees clockwise turn it. */
const turns: Readonly<Record<FetalLie, number>> = {
  'head-down': 0,
  breech: 180,
  'head-left': -90,
  'head-right': 90,
  'oblique-left': -45,
  'oblique-right': 45,
}

const read = (value: unknown): FetalChart => {
  if (value === undefined) return {}
  const raw = fieldsOf(value, 'chart')
  const fields = {
    lie: maybeOneOf(raw['lie'], 'lie', fetalLies),
    back: maybeOneOf(raw['back'], 'back', fetalBacks),
    presentation: maybeOneOf(raw['presentation'], 'presentation', fetalPresentations),
    position: maybeOneOf(raw['position'], 'position', fetalPositions),
    note: maybeText(raw['note'], 'note', 200),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== undefined))
}

function sentence({ lie, back, presentation, position, note }: FetalChart, language: DrawingLanguage): string {
  const point =
    presentation && position
      ? `${leading[presentation][language]} ${positionWords[position][language]}`
      : undefined
  const words = [
    lie && lieWords[lie][language],
    back && backWords[back][language],
    presentation && presentationWords[presentation][language],
    point,
    note,
  ]
  return words.filter((one) => one !== undefined).join('; ')
}

/** As drawn the back is on the mother's left, turned with the lie; a back elsewhere is the mirror image. */
const drawnBack: Readonly<Record<FetalLie, readonly FetalBack[]>> = {
  'head-down': ['left'],
  breech: ['right'],
  'head-left': ['up', 'left'],
  'head-right': ['down', 'left'],
  'oblique-left': ['up', 'left'],
  'oblique-right': ['down', 'left'],
}

function turned({ lie = 'head-down', back }: FetalChart): string {
  const mirror = back === undefined || drawnBack[lie].includes(back) ? 1 : -1
  return `translate(190 196) rotate(${turns[lie]}) scale(${mirror} 1)`
}

/** Lie, presentation and position: the fetus in the womb, and its leading part in the pelvis. */
export const fetalChart: ChartSpec<FetalChart> = {
  read,
  isEmpty: (chart) => Object.keys(chart).length === 0,
  draw(chart, language) {
    const words = sentence(chart, language)
    const at = chart.position ? fetalPositions.indexOf(chart.position) * 45 : undefined
    return {
      svg: [
        ...(chart.lie ? [group({ transform: turned(chart) }, fetus)] : []),
        ...(chart.presentation && at !== undefined
          ? [group({ transform: `translate(540 196) rotate(${at})` }, presentingPart[chart.presentation])]
          : []),
        ...(chart.position
          ? [
              outline('M540 196h.1', 3),
              textAt(540, 352, positionWords[chart.position][language], { 'text-anchor': 'middle', fill: '#111' }),
            ]
          : []),
      ],
      patterns: [],
      lines: words ? [words] : [],
    }
  },
  figures: () => ({}),
}
