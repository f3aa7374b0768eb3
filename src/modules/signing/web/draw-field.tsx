import { type PointerEvent, useRef } from 'react'
import { Button, Stack, t } from '#web/kit/index.ts'
import { type DrawnPoint, pathOf, type Stroke } from '../domain/drawn-signature.ts'

interface DrawFieldProps {
  readonly strokes: readonly Stroke[]
  readonly onChange: (strokes: readonly Stroke[]) => void
}

const width = 1000
const height = 360

/** A field to draw a signature in with pen, finger or mouse; every point keeps its time. */
export function DrawField({ strokes, onChange }: DrawFieldProps) {
  const began = useRef<number>(undefined)
  const drawing = useRef<DrawnPoint[]>(undefined)
  const shape = useRef<SVGPathElement>(null)

  const pointOf = (event: PointerEvent<SVGSVGElement>): DrawnPoint => {
    began.current ??= event.timeStamp
    const box = event.currentTarget.getBoundingClientRect()
    const scale = width / box.width
    const at = Math.round(event.timeStamp - began.current)
    return [Math.round((event.clientX - box.left) * scale), Math.round((event.clientY - box.top) * scale), at]
  }
  const show = () => shape.current?.setAttribute('d', pathOf([...strokes, drawing.current ?? []]))
  const down = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = [pointOf(event)]
  }
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (!drawing.current) return
    drawing.current.push(pointOf(event))
    show()
  }
  const up = () => {
    if (drawing.current) onChange([...strokes, drawing.current])
    drawing.current = undefined
  }
  return (
    <Stack gap={6}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('confirm.draw')}
        style={{
          width: '100%',
          touchAction: 'none',
          border: '1px solid var(--lo-line-strong, #999)',
          borderRadius: 6,
          background: '#fff',
          cursor: 'crosshair',
        }}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      >
        <line x1={40} x2={width - 40} y1={290} y2={290} stroke="#bbb" strokeWidth={2} />
        <path ref={shape} d={pathOf(strokes)} fill="none" stroke="#113" strokeWidth={5} strokeLinecap="round" />
      </svg>
      <div className="lo-inline" style={{ gap: 8 }}>
        <span className="lo-muted">{t('confirm.drawHint')}</span>
        <Button
          size="sm"
          onClick={() => {
            began.current = undefined
            onChange([])
          }}
        >
          {t('confirm.drawAgain')}
        </Button>
      </div>
    </Stack>
  )
}
