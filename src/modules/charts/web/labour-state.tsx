import { fluids } from '#kernel/drawing/labour.ts'
import type { Found } from '#kernel/drawing/labour-sheet.ts'
import { Alert, Empty, FlagMark, formatNumber, formatTime, language, Panel, serverNow, t } from '#web/kit/index.ts'
import { courseOf, type Newest, newestOf } from '../domain/partograph.ts'

const marks = { high: 'high', low: 'low', sign: 'abnormal' } as const
const levels = { beyondAction: 'stop', beyondAlert: 'warning', latentLong: 'warning' } as const

/** Where labour stands: which line it has crossed, and the newest of everything with when it is due again. */
export function LabourState({ columns }: { readonly columns: readonly Found[] }) {
  const course = courseOf(columns)
  const newest = newestOf(columns)
  return (
    <>
      {columns.length > 0 && (
        <div className="ch-course">
          <Alert
            level={levels[course as keyof typeof levels] ?? 'note'}
            title={t(`charts.labour.course.${course}`)}
          />
        </div>
      )}
      <Panel title={t('charts.labour.newest')} pad>
        {newest.length === 0 && <Empty>{t('charts.labour.none')}</Empty>}
        <dl className="ch-newest">
          {newest.map((one) => (
            <Value key={one.key} one={one} />
          ))}
        </dl>
      </Panel>
    </>
  )
}

function Value({ one: { key: of, at, value, mark, nextAt } }: { readonly one: Newest }) {
  const isDue = nextAt !== undefined && Date.parse(nextAt) < serverNow().getTime()
  return (
    <div>
      <dt>{t(`charts.labour.${of}`)}</dt>
      <dd>
        <FlagMark flag={mark && marks[mark]}>{said(of, value)}</FlagMark>
        <span className={isDue ? 'lo-warn' : 'lo-ink3'}>
          {formatTime(at)}
          {nextAt && ` · ${t(isDue ? 'charts.labour.due' : 'charts.labour.next', { time: formatTime(nextAt) })}`}
        </span>
      </dd>
    </div>
  )
}

/** A value as it is read aloud. */
export function said(key: string, value: number | string): string {
  if (typeof value === 'number') return formatNumber(value)
  if (key === 'fluid') return `${value} · ${fluids[value as keyof typeof fluids]?.[language()] ?? ''}`
  return key === 'length' ? t(`charts.labour.length.${value}`) : value
}
