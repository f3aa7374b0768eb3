import { t } from '#web/kit/index.ts'
import type { WarningView } from '../contract.ts'

interface WarningBadgeProps {
  readonly score: string
  readonly total: number
  readonly level: WarningView['level'] | undefined
}

const shapes = { low: 'low', 'low-medium': 'medium', medium: 'medium', high: 'high' } as const

/** Outlined pill, amber pill, red square: the shape changes with the level, whichever score it is. */
export function WarningBadge({ score, total, level = 'low' }: WarningBadgeProps) {
  const words = t(`vitals.warning.level.${level}`)
  return (
    <span className="lo-news" data-level={shapes[level]} title={`${score} ${total} · ${words}`}>
      {total}
      <span className="lo-hidden">
        , {score}, {words}
      </span>
    </span>
  )
}
