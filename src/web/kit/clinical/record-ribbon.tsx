import { Icon } from '../marks/icon.tsx'
import { formatShortDay } from '../text/format.ts'
import { t } from '../text/translate.ts'

export type RecordState = 'open' | 'finished' | 'completed' | 'archived'
const states: readonly RecordState[] = ['open', 'finished', 'completed', 'archived']

interface RecordRibbonProps {
  readonly state: RecordState
  readonly dates?: { readonly [State in RecordState]?: string | undefined }
  /** How many papers or signatures are missing for the next state. */
  readonly missing?: number
}

/** Where a record is on its way from open to archived. */
export function RecordRibbon({ state, dates, missing = 0 }: RecordRibbonProps) {
  const now = states.indexOf(state)
  return (
    <ol className="lo-ribbon" aria-label={t('kit.record.label')}>
      {states.map((one, at) => {
        const done = at < now || (at === now && state === 'archived')
        const part = done ? 'past' : at === now ? 'now' : 'later'
        return (
          <li
            key={one}
            data-part={part}
            data-missing={(part === 'now' && missing > 0) || undefined}
            aria-current={at === now ? 'step' : undefined}
          >
            <span className="lo-ribbon-dot">
              {done && <Icon name={one === 'archived' ? 'lock' : 'check'} size={14} />}
            </span>
            <span>{t(`kit.record.${one}`)}</span>
            <span className="lo-num lo-ink3" style={{ fontSize: 12 }}>
              {dates?.[one]
                ? formatShortDay(dates[one])
                : at === now && missing > 0
                  ? t('kit.record.missing', { count: missing })
                  : ''}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
