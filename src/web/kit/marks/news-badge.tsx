import { t } from '../text/translate.ts'

interface NewsBadgeProps {
  readonly score: number
  /** One parameter alone scores 3: urgent, as 5 is. Royal College of Physicians, NEWS2, 2017, chart 4. */
  readonly red?: boolean
}

export function newsLevel(score: number, red = false): 'low' | 'medium' | 'high' {
  if (score >= 7) return 'high'
  return score >= 5 || red ? 'medium' : 'low'
}

/** Outlined pill to 4, amber from 5, red square from 7: the shape changes too. */
export function NewsBadge({ score, red = false }: NewsBadgeProps) {
  const level = newsLevel(score, red)
  const words = t(`kit.news.${level}`)
  return (
    <span className="lo-news" data-level={level} title={`NEWS2 ${score} · ${words}`}>
      {score}
      <span className="lo-hidden">, NEWS2, {words}</span>
    </span>
  )
}
