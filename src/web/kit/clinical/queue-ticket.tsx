import { Chip } from '../marks/chip.tsx'
import { formatDateTime, formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'

interface QueueTicketProps {
  readonly facility: string
  readonly room: string
  readonly number: string
  readonly name: string
  readonly expectedAt?: string | undefined
  readonly before?: number | undefined
  readonly place?: string | undefined
  readonly printedAt: string
  readonly priority?: string | undefined
}

/** What the person takes along: room, number in 76 pixels, when and where. */
export function QueueTicket(props: QueueTicketProps) {
  return (
    <section className="lo-ticket" aria-label={t('kit.ticket.label')}>
      <div className="lo-dense">{props.facility}</div>
      <div className="lo-ticket-room">{props.room}</div>
      <div className="lo-ticket-number lo-num">{props.number}</div>
      {props.priority && <Chip tone="warn">{props.priority}</Chip>}
      <div className="lo-ticket-name">{props.name.toLocaleUpperCase('vi')}</div>
      <div className="lo-dense lo-ink2">
        {props.expectedAt && t('kit.ticket.expected', { time: formatTime(props.expectedAt) })}
        {props.expectedAt && props.before !== undefined && ' · '}
        {props.before !== undefined && t('kit.ticket.before', { count: props.before })}
      </div>
      <div className="lo-ticket-foot lo-dense">
        <span>{props.place}</span>
        <span className="lo-num">{formatDateTime(props.printedAt)}</span>
      </div>
    </section>
  )
}
