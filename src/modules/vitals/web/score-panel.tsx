import { NewsBadge, Num, Panel, t } from '#web/kit/index.ts'
import type { News2View } from '../contract.ts'
import { type News2, news2, news2Missing, news2Refused } from '../domain/news2.ts'
import { type Measured, numbersOf } from './measured.ts'

interface ScorePanelProps {
  readonly form: Measured
  readonly years: number | undefined
  /** Of the set that was just stored. */
  readonly saved: News2View | undefined
  readonly noScore: string | undefined
}

/** NEWS2 while typing: what is missing, then the total with the points of every parameter and its source. */
export function ScorePanel({ form, years, saved, noScore }: ScorePanelProps) {
  const refused = news2Refused(years, form.pregnant === true)
  const input = inputOf(form)
  const missing = news2Missing(input)
  const score = refused
    ? undefined
    : (news2(input) ??
      (saved
        ? {
            total: saved.score,
            parts: saved.parts as News2['parts'],
            red: saved.red,
            risk: saved.risk as News2['risk'],
          }
        : undefined))
  return (
    <Panel title={t('vitals.news2.title')} note={t('vitals.news2.source')} pad>
      <div role="status">
        {refused && <span className="lo-ink2">{t(`vitals.news2.refused.${refused}`)}</span>}
        {!refused && !score && (
          <span className="lo-ink2">
            {noScore
              ? t(`vitals.news2.refused.${noScore}`)
              : t('vitals.news2.missing', {
                  what: missing.map((part) => t(`vitals.news2.part.${part}`)).join(', '),
                })}
          </span>
        )}
        {score && <Sum score={score} />}
      </div>
    </Panel>
  )
}

function Sum({ score }: { readonly score: News2 }) {
  return (
    <div className="lo-inline" style={{ gap: 16, flexWrap: 'wrap' }}>
      <NewsBadge score={score.total} red={score.red} />
      <b>{t(`vitals.news2.risk.${score.risk}`)}</b>
      <dl
        className="lo-inline"
        style={{ gap: 14, flexWrap: 'wrap', margin: 0 }}
        aria-label={t('vitals.news2.how')}
      >
        {Object.entries(score.parts).map(([part, points]) => (
          <div key={part} className="lo-inline lo-dense" style={{ gap: 4 }}>
            <dt className="lo-ink2">{t(`vitals.news2.part.${part}`)}</dt>
            <dd
              style={{ margin: 0, fontWeight: points > 0 ? 700 : 400 }}
              className={points === 3 ? 'lo-crit' : points > 0 ? 'lo-warn' : undefined}
            >
              <Num>{points}</Num>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function inputOf(form: Measured) {
  const numbers = numbersOf(form)
  const figure = (key: string) => (numbers[key] === undefined ? {} : { [key]: Number(numbers[key]) })
  return {
    ...figure('respiration'),
    ...figure('spo2'),
    ...figure('systolic'),
    ...figure('pulse'),
    ...figure('temperature'),
    ...(form.onOxygen === undefined ? {} : { onOxygen: form.onOxygen }),
    ...(form.consciousness ? { consciousness: form.consciousness } : {}),
    spo2Scale: form.spo2Scale ?? (1 as const),
  }
}
