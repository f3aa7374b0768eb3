import { type KeyboardEvent, useRef } from 'react'
import { toothRows } from '#kernel/drawing/index.ts'
import { t } from '../text/translate.ts'

interface ToothGridProps {
  readonly chosen: string
  /** Teeth of which something is said. */
  readonly said: Readonly<Record<string, unknown>>
  readonly onChoose: (tooth: string) => void
}

const rows: readonly (readonly string[])[] = Object.values(toothRows)
const steps: Readonly<Record<string, readonly [row: number, place: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** The tooth next to one in a direction; from one row to another the same distance from the middle. */
function neighbour(tooth: string, key: string): string | undefined {
  const step = steps[key]
  const from = rows.findIndex((row) => row.includes(tooth))
  const row = rows[from]
  if (!step || !row) return undefined
  const next = rows[from + step[0]]
  if (!next) return undefined
  const place = row.indexOf(tooth) + step[1] + (next.length - row.length) / 2
  return next[Math.max(0, Math.min(next.length - 1, place))]
}

/** The numbers as they stand in the mouth; arrow keys go from tooth to tooth. */
export function ToothGrid({ chosen, said, onChoose }: ToothGridProps) {
  const box = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['tooth'] : undefined
    const next = neighbour(from ?? chosen, event.key)
    if (!next) return
    event.preventDefault()
    onChoose(next)
    box.current?.querySelector<HTMLElement>(`[data-tooth="${next}"]`)?.focus()
  }
  return (
    <div ref={box} className="dr-teeth" role="radiogroup" aria-label={t('drawings.teeth')} onKeyDown={move}>
      {rows.map((row) => (
        <div key={row[0]}>
          {row.map((tooth) => (
            // biome-ignore lint/a11y/useSemanticElements: a grid of numbers walked with four arrows is no list of radio inputs
            <button
              key={tooth}
              type="button"
              role="radio"
              aria-checked={tooth === chosen}
              tabIndex={tooth === chosen ? 0 : -1}
              data-tooth={tooth}
              data-said={tooth in said || undefined}
              onClick={() => onChoose(tooth)}
            >
              {tooth}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
