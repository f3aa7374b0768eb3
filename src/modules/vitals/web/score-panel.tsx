import { dayInVietnam } from '#kernel/civil-date.ts'
import { scoreOn } from '#kernel/score/index.ts'
import { Chip, language, Num, Panel, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { WarningView } from '../contract.ts'
import { liveScore } from './live-score.ts'
import type { Measured } from './measured.ts'
import { WarningBadge } from './warning-badge.tsx'

interface ScorePanelProps {
  readonly form: Measured
  readonly years: number | undefined
  /** Of the set that was just stored. */
  readonly saved: WarningView | undefined
  readonly noScore: string | undefined
}

/** The early-warning score while typing: what is missing, then the total with its parts, what it asks for, and its source. */
export function ScorePanel({ form, years, saved, noScore }: ScorePanelProps) {
  const live = liveScore(form, years)
  if (!live)
    return (
      <Panel title={t('vitals.warning.title')} pad>
        <span className="lo-ink2">{t('vitals.news2.refused.ageUnknown')}</span>
      </Panel>
    )
  const { score } = saved ?? live
  const shown =
    saved ?? (live.total === undefined ? undefined : { ...live, total: live.total, level: live.band?.level })
  const asks = saved ? undefined : live.band?.answer
  return (
    <Panel title={score} note={t(`vitals.warning.source.${score}`)} pad>
      <div role="status">
        {!shown && (
          <span className="lo-ink2">
            {noScore
              ? t(`vitals.news2.refused.${noScore}`)
              : t('vitals.news2.missing', { what: live.missing.map((part) => partName(score, part)).join(', ') })}
          </span>
        )}
        {shown && (
          <div className="lo-inline" style={{ gap: 16, flexWrap: 'wrap' }}>
            <WarningBadge score={score} total={shown.total} level={shown.level} />
            {shown.level && <b>{t(`vitals.warning.level.${shown.level}`)}</b>}
            <Parts score={score} parts={shown.parts} />
          </div>
        )}
        {asks && (
          <div style={{ marginTop: 10 }}>
            <Chip tone="crit" icon="bell">
              {t('vitals.warning.asks', { who: asks.tell[language()], minutes: asks.withinMinutes })}
            </Chip>
            <div className="lo-dense lo-ink2">{asks.act[language()]}</div>
          </div>
        )}
      </div>
    </Panel>
  )
}

/** Item of PEWS in the words of its sheet, else the name of the vital sign. */
export function partName(score: string, part: string): string {
  if (score !== 'PEWS') return t(`vitals.form.${part === 'oxygen' ? 'air' : part}`)
  const item = scoreOn('pews', dayInVietnam(serverNow())).items.find(({ id }) => id === part)
  return item?.text[language()] ?? part
}

function Parts({ score, parts }: { readonly score: string; readonly parts: Readonly<Record<string, number>> }) {
  const worst = score === 'MEOWS' ? 2 : 3
  return (
    <dl className="lo-inline" style={{ gap: 14, flexWrap: 'wrap', margin: 0 }} aria-label={t('vitals.news2.how')}>
      {Object.entries(parts).map(([part, points]) => (
        <div key={part} className="lo-inline lo-dense" style={{ gap: 4 }}>
          <dt className="lo-ink2">{partName(score, part)}</dt>
          <dd
            style={{ margin: 0, fontWeight: points > 0 ? 700 : 400 }}
            className={points >= worst ? 'lo-crit' : points > 0 ? 'lo-warn' : undefined}
          >
            <Num>{points}</Num>
          </dd>
        </div>
      ))}
    </dl>
  )
}
