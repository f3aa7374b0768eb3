import type { ReactNode } from 'react'

interface DraggableProps {
  /** What it carries; nothing is dragged without. */
  readonly carries: string | undefined
  readonly label: string
  readonly children: ReactNode
}

/** Something that may be dragged onto a bed; the same is done by a press or a key. */
export function Draggable({ carries, label, children }: DraggableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form
    <div
      role="group"
      aria-label={label}
      draggable={carries !== undefined}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', carries ?? '')}
    >
      {children}
    </div>
  )
}
