import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { type DrawingKind, drawingKinds } from '#kernel/drawing/kinds.ts'
import type { DrawingEditorProps } from './editor-props.ts'

type Editor = LazyExoticComponent<ComponentType<DrawingEditorProps>>

const general: Editor = lazy(async () => ({ default: (await import('./drawing-editor.tsx')).DrawingEditor }))

/** Kinds with values of their own have fields of their own beside the picture. */
const special: Readonly<Partial<Record<DrawingKind, Editor>>> = {
  'burn-body': lazy(async () => ({ default: (await import('./burn-editor.tsx')).BurnEditor })),
  teeth: lazy(async () => ({ default: (await import('./tooth-editor.tsx')).ToothEditor })),
  'fetal-lie': lazy(async () => ({ default: (await import('./fetal-editor.tsx')).FetalEditor })),
  growth: lazy(async () => ({ default: (await import('./growth-editor.tsx')).GrowthEditor })),
  partograph: lazy(async () => ({ default: (await import('./labour-editor.tsx')).LabourEditor })),
}

/** The editor of every kind of drawing, loaded when a form first shows one. */
export const drawingEditors = Object.fromEntries(
  drawingKinds.map((kind) => [kind, special[kind] ?? general]),
) as Readonly<Record<DrawingKind, Editor>>
