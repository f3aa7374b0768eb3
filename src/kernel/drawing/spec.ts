import type { DrawingLanguage } from './kinds.ts'
import type { PatternName } from './patterns.ts'
import type { Svg } from './svg.ts'

/** What a kind with values of its own draws over its plan. */
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
