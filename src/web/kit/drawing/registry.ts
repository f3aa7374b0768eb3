import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { type DrawingKind, drawingKinds } from '#kernel/drawing/kinds.ts'
import type { DrawingEditorProps } from './editor-props.ts'

type Editor = LazyExoticComponent<ComponentType<DrawingEditorProps>>

const general: Editor = lazy(async () => ({ default: (await import('./drawing-editor.tsx')).DrawingEditor }))

/** The editor of every kind of drawing, loaded when a form first shows one. */
export const drawingEditors = Object.fromEntries(drawingKinds.map((kind) => [kind, general])) as Readonly<
  Record<DrawingKind, Editor>
>
