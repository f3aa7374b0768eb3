import type { ReactNode } from 'react'
import type { Tone } from '../marks/chip.tsx'
import { Icon, type IconName } from '../marks/icon.tsx'
import { RowGroup } from '../rows/row.tsx'
import { formatDay, formatTime, formatWeekday } from '../text/format.ts'

export interface TimelineItem {
  readonly key: string
  readonly at: string
  readonly icon: IconName
  readonly tone?: Tone
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly state?: ReactNode
  readonly onOpen?: () => void
}

interface TimelineProps {
  readonly label: string
  /** Newest first. */
  readonly items: readonly TimelineItem[]
  readonly groupByDay?: boolean
}

function Entry({ item, withDay }: { readonly item: TimelineItem; readonly withDay: boolean }) {
  return (
    <li className="lo-row" data-open={item.onOpen ? true : undefined}>
      <time className="lo-row-lead" dateTime={item.at}>
        {withDay ? `${formatDay(item.at).slice(0, 5)} ` : ''}
        {item.at.includes('T') ? formatTime(item.at) : formatDay(item.at)}
      </time>
      <span className="lo-timeline-icon" data-tone={item.tone}>
        <Icon name={item.icon} size={14} />
      </span>
      <div className="lo-row-text">
        {item.onOpen ? (
          <button type="button" className="lo-row-open" style={{ fontWeight: 500 }} onClick={item.onOpen}>
            {item.title}
          </button>
        ) : (
          <span style={{ fontWeight: 500 }}>{item.title}</span>
        )}
        {item.detail && <div className="lo-row-detail">{item.detail}</div>}
      </div>
      {item.state && <div className="lo-row-aside">{item.state}</div>}
    </li>
  )
}

/** What happened, newest first: time, kind, what, who, state. */
export function Timeline({ label, items, groupByDay = false }: TimelineProps) {
  if (!groupByDay)
    return (
      <ol aria-label={label}>
        {items.map((item) => (
          <Entry key={item.key} item={item} withDay={false} />
        ))}
      </ol>
    )
  const days = Map.groupBy(items, (item) => formatDay(item.at))
  return (
    <section aria-label={label}>
      {[...days].map(([day, ofDay]) => (
        <RowGroup key={day} title={`${formatWeekday(ofDay[0]?.at ?? '')} ${day}`}>
          <ol>
            {ofDay.map((item) => (
              <Entry key={item.key} item={item} withDay={false} />
            ))}
          </ol>
        </RowGroup>
      ))}
    </section>
  )
}
