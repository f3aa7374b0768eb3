import './drawing.css'
import { type ReactNode, useState } from 'react'
import { type DrawingKind, isDrawingKind, specs } from '#kernel/drawing/index.ts'
import { Canvas, type TouchPart } from './canvas.tsx'
import type { DrawingEditorProps } from './editor-props.ts'
import { RegionList } from './region-list.tsx'
import type { Tool } from './tool.ts'
import { Tools } from './tools.tsx'
import { type DrawingHand, useDrawing } from './use-drawing.ts'

interface FrameProps extends DrawingEditorProps {
  /** Fields of a kind that has values of its own. */
  readonly fields?: (hand: DrawingHand) => ReactNode
  /** Parts that can be touched, and what touching one does, where a kind has more than findings. */
  readonly touch?: {
    readonly parts: readonly TouchPart[]
    readonly onTouch: (hand: DrawingHand, id: string) => void
  }
}

function firstTool(kind: DrawingKind, hasTouch: boolean): Tool {
  const { states } = specs[kind].plan
  return {
    name: states.length > 0 || hasTouch ? 'finding' : 'pen',
    colour: 'black',
    width: 2,
    pattern: 'hatch',
    sign: 'cross',
    text: '',
    state: states[0]?.code ?? '',
  }
}

function Frame({
  kind,
  value,
  onChange,
  label,
  readOnly,
  fields,
  touch,
}: FrameProps & { readonly kind: DrawingKind }) {
  const hand = useDrawing(kind, value, onChange)
  const [tool, setTool] = useState(() => firstTool(kind, touch !== undefined))
  const { plan } = specs[kind]
  const { regions } = hand.drawing
  const toggle = (id: string) => {
    const { [id]: old, ...others } = regions
    hand.change({
      regions: old?.state === tool.state ? others : { ...others, [id]: { ...old, state: tool.state } },
    })
  }
  return (
    <fieldset className="dr-editor" aria-label={label}>
      {!readOnly && <Tools plan={plan} touches={touch !== undefined} tool={tool} onTool={setTool} hand={hand} />}
      <Canvas
        kind={kind}
        drawing={hand.drawing}
        label={label}
        parts={touch?.parts ?? (plan.states.length > 0 ? plan.regions : [])}
        tool={readOnly ? undefined : tool}
        onMarks={(marks) => hand.change({ marks })}
        onRegion={(id) => (touch ? touch.onTouch(hand, id) : toggle(id))}
      />
      {!readOnly && fields?.(hand)}
      {!readOnly && plan.states.length > 0 && (
        <RegionList plan={plan} regions={regions} onChange={(next) => hand.change({ regions: next })} />
      )}
    </fieldset>
  )
}

/** Draws on any picture: named parts with findings, pen, areas, signs, notes, eraser, undo. */
export function DrawingEditor(props: FrameProps) {
  return isDrawingKind(props.kind) ? <Frame key={props.kind} {...props} kind={props.kind} /> : null
}
