import { type PointerEvent, useMemo, useRef, useState } from 'react'
import { type Drawing, type DrawingKind, drawPicture, penColours, specs } from '#kernel/drawing/index.ts'
import { language } from '../text/translate.ts'
import { erase, extend, markOf, type Spot, type Tool } from './tool.ts'

/** A part of the picture that can be touched. */
export interface TouchPart {
  readonly id: string
  readonly d: string
  readonly transform?: string
}

interface CanvasProps {
  readonly kind: DrawingKind
  readonly drawing: Drawing
  readonly label: string
  readonly parts: readonly TouchPart[]
  readonly tool: Tool | undefined
  readonly onMarks: (marks: Drawing['marks']) => void
  readonly onRegion: (region: string) => void
}

const linePath = (points: readonly number[]) => {
  const pairs: string[] = []
  for (let at = 0; at + 1 < points.length; at += 2) pairs.push(`${points[at]} ${points[at + 1]}`)
  return pairs.length > 0 ? `M${pairs.join('L')}` : ''
}

/** The picture as it will be stored, with a sheet of glass above it that takes pen, mouse and finger. */
export function Canvas({ kind, drawing, label, parts, tool, onMarks, onRegion }: CanvasProps) {
  const { plan } = specs[kind]
  const { width, height } = plan.size
  const [points, setPoints] = useState<readonly number[]>([])
  const kept = useRef(drawing.marks)
  const [rubbed, setRubbed] = useState<Drawing['marks']>()
  const shown = useMemo(() => ({ ...drawing, marks: rubbed ?? drawing.marks }), [drawing, rubbed])
  const source = useMemo(
    () => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawPicture(kind, shown, language()))}`,
    [kind, shown],
  )
  const draws = tool !== undefined && tool.name !== 'finding'

  const spotOf = (event: PointerEvent<SVGSVGElement>): Spot => {
    const box = event.currentTarget.getBoundingClientRect()
    const inside = (value: number, limit: number) => Math.round(Math.max(0, Math.min(limit, value)) * 10) / 10
    return {
      x: inside(((event.clientX - box.left) * width) / box.width, width),
      y: inside(((event.clientY - box.top) * height) / box.height, height),
    }
  }
  const rub = (spot: Spot) => {
    kept.current = erase(kept.current, spot)
    setRubbed(kept.current)
  }
  const down = (event: PointerEvent<SVGSVGElement>) => {
    if (!draws || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const spot = spotOf(event)
    setPoints([spot.x, spot.y])
    kept.current = drawing.marks
    if (tool.name === 'eraser') rub(spot)
  }
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (points.length === 0) return
    const spot = spotOf(event)
    if (tool?.name === 'eraser') rub(spot)
    else setPoints((already) => extend(already, spot))
  }
  const finish = () => {
    if (points.length === 0 || !tool) return
    const mark = markOf(tool, points)
    if (tool.name === 'eraser' && kept.current !== drawing.marks) onMarks(kept.current)
    else if (mark) onMarks([...drawing.marks, mark])
    setPoints([])
    setRubbed(undefined)
  }
  const up = ({ target }: PointerEvent<SVGSVGElement>) => {
    const region = target instanceof SVGElement ? target.dataset['region'] : undefined
    if (region && !draws) onRegion(region)
    else finish()
  }
  return (
    <div className="dr-canvas" style={{ maxWidth: width }}>
      <img src={source} alt={label} draggable={false} />
      {tool && (
        <svg
          aria-hidden
          data-draws={draws || undefined}
          viewBox={`0 0 ${width} ${height}`}
          style={{ aspectRatio: `${width} / ${height}` }}
          onPointerDown={down}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={finish}
        >
          {!draws &&
            parts.map((region) => (
              <path key={region.id} data-region={region.id} d={region.d} transform={region.transform} />
            ))}
          {draws && tool.name !== 'eraser' && (
            <path
              className="dr-stroke"
              d={linePath(points)}
              stroke={penColours[tool.colour]}
              strokeWidth={tool.width}
            />
          )}
        </svg>
      )}
    </div>
  )
}
