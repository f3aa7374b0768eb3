import { useMemo, useRef, useState } from 'react'
import {
  type Drawing,
  type DrawingKind,
  isEmptyDrawing,
  readDrawing,
  writeDrawing,
} from '#kernel/drawing/index.ts'

export interface DrawingHand {
  readonly drawing: Drawing
  readonly empty: boolean
  change(next: Partial<Drawing>): void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
}

/** What is drawn, with every step back to the opening of the editor. */
export function useDrawing(
  kind: DrawingKind,
  value: string | undefined,
  onChange: (value: string) => void,
): DrawingHand {
  const drawing = useMemo(() => readDrawing(kind, value), [kind, value])
  const past = useRef<string[]>([])
  const future = useRef<string[]>([])
  const [, setSteps] = useState(0)
  const show = (text: string) => {
    setSteps((count) => count + 1)
    onChange(text)
  }
  const step = (from: string[], to: string[]) => () => {
    const text = from.pop()
    if (text === undefined) return
    to.push(writeDrawing(drawing))
    show(text)
  }
  return {
    drawing,
    empty: isEmptyDrawing(kind, drawing),
    change(next) {
      past.current.push(writeDrawing(drawing))
      future.current = []
      show(writeDrawing({ ...drawing, ...next }))
    },
    undo: past.current.length > 0 ? step(past.current, future.current) : undefined,
    redo: future.current.length > 0 ? step(future.current, past.current) : undefined,
  }
}
