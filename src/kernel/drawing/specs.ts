import type { DrawingKind, DrawingLanguage } from './kinds.ts'
import type { PatternName } from './patterns.ts'
import type { Plan } from './plan.ts'
import { fundus } from './plans/fundus.ts'
import { sketch } from './plans/sketch.ts'
import type { Svg } from './svg.ts'

/** What a kind with values of its own draws over, or instead of, its plan. */
export interface ChartDrawing {
  readonly svg: readonly Svg[]
  readonly patterns: readonly PatternName[]
  /** Lines of text below the picture. */
  readonly lines: readonly string[]
}

/** Values of one kind: how they are checked, drawn and summed up. */
export interface ChartSpec<Chart> {
  read(value: unknown): Chart
  isEmpty(chart: Chart): boolean
  draw(chart: Chart, language: DrawingLanguage): ChartDrawing
  /** Numbers that items of the form can take over, such as the burned area. */
  figures(chart: Chart): Readonly<Record<string, number>>
}

export interface Spec {
  readonly plan: Plan
  readonly chart?: ChartSpec<unknown>
}

const blank = (vi: string, en: string): Plan => ({ ...sketch, title: { vi, en } })

export const specs: Readonly<Record<DrawingKind, Spec>> = {
  sketch: { plan: sketch },
  fundus: { plan: fundus },
  'eye-front': { plan: blank('Hình vẽ bán phần trước', 'Anterior segment') },
  'eye-lids': { plan: blank('Hình vẽ mi, kết mạc', 'Eyelids and conjunctiva') },
  'eye-gaze': { plan: blank('Vận nhãn chín hướng', 'Nine positions of gaze') },
  'eye-muscles': { plan: blank('Hình vẽ cơ vận nhãn', 'Eye muscles') },
  ent: { plan: blank('Hình vẽ tai mũi họng', 'Ear, nose and throat') },
  'ear-right': { plan: blank('Màng nhĩ phải', 'Right ear drum') },
  'ear-left': { plan: blank('Màng nhĩ trái', 'Left ear drum') },
  'nose-front': { plan: blank('Mũi trước', 'Nose, front') },
  'nose-back': { plan: blank('Mũi sau', 'Nose, back') },
  throat: { plan: blank('Họng', 'Throat') },
  larynx: { plan: blank('Thanh quản', 'Larynx') },
  'neck-right': { plan: blank('Cổ nghiêng phải', 'Neck, right') },
  'neck-left': { plan: blank('Cổ nghiêng trái', 'Neck, left') },
  'face-front': { plan: blank('Mặt thẳng', 'Face, front') },
  'face-right': { plan: blank('Mặt bên phải', 'Face, right') },
  'face-left': { plan: blank('Mặt bên trái', 'Face, left') },
  'jaw-upper': { plan: blank('Hàm trên và họng', 'Upper jaw') },
  'jaw-lower': { plan: blank('Hàm dưới', 'Lower jaw') },
  cleft: { plan: blank('Khe hở môi, vòm miệng', 'Cleft lip and palate') },
  body: { plan: blank('Hình vẽ vị trí tổn thương', 'Body map') },
  'burn-body': { plan: blank('Hình vẽ tổn thương bỏng', 'Burns') },
  hand: { plan: blank('Bàn tay', 'Hands') },
  foot: { plan: blank('Bàn chân', 'Feet') },
  spine: { plan: blank('Cột sống', 'Spine') },
  teeth: { plan: blank('Sơ đồ răng', 'Teeth') },
  'fetal-lie': { plan: blank('Ngôi thai', 'Fetal lie') },
  partograph: { plan: blank('Biểu đồ chuyển dạ', 'Partograph') },
  growth: { plan: blank('Biểu đồ tăng trưởng', 'Growth chart') },
}
