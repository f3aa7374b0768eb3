import type { ReactNode } from 'react'
import { type EntryState, StateChip, type Tone } from '../marks/chip.tsx'
import { Icon, type IconName } from '../marks/icon.tsx'
import { formatDateTime } from '../text/format.ts'

export type RowTone = 'crit' | 'warn'

interface RowProps {
  readonly lead?: ReactNode
  readonly icon?: IconName
  readonly iconTone?: Tone
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly aside?: ReactNode
  readonly onOpen?: (() => void) | undefined
  readonly selected?: boolean
  readonly tone?: RowTone | undefined
  /** Shows the chip of the state at the end. */
  readonly state?: EntryState
}

/** A line, not a card: what stands first, then who or what, then one act. */
export function Row(props: RowProps) {
  const { lead, icon, iconTone, title, detail, aside, onOpen, selected, tone, state } = props
  return (
    <div
      className="lo-row"
      data-open={onOpen ? true : undefined}
      data-selected={selected || undefined}
      data-tone={tone}
    >
      {lead !== undefined && <span className="lo-row-lead">{lead}</span>}
      {icon && (
        <span className="lo-row-icon" data-tone={iconTone}>
          <Icon name={icon} />
        </span>
      )}
      <div className="lo-row-text">
        {onOpen ? (
          <button type="button" className="lo-row-open" aria-current={selected || undefined} onClick={onOpen}>
            {title}
          </button>
        ) : (
          <div>{title}</div>
        )}
        {detail && <div className="lo-row-detail">{detail}</div>}
      </div>
      {(aside || state) && (
        <div className="lo-row-aside">
          {aside}
          {state && <StateChip state={state} />}
        </div>
      )}
    </div>
  )
}

interface WorklistRowProps {
  readonly time?: ReactNode
  readonly icon: IconName
  readonly iconTone?: Tone
  readonly who: ReactNode
  readonly whoNote?: ReactNode
  readonly why: ReactNode
  readonly whyTone?: 'crit' | 'warn'
  readonly action?: ReactNode
  readonly selected?: boolean
  readonly onOpen?: () => void
  readonly tone?: RowTone
}

/** Time, kind, who, why in one line, one act. */
export function WorklistRow(props: WorklistRowProps) {
  return (
    <Row
      lead={props.time}
      icon={props.icon}
      {...(props.iconTone ? { iconTone: props.iconTone } : {})}
      title={
        <>
          <b>{props.who}</b>
          {props.whoNote && <span className="lo-dense lo-ink2"> {props.whoNote}</span>}
        </>
      }
      detail={<span className={props.whyTone ? `lo-${props.whyTone}` : undefined}>{props.why}</span>}
      aside={props.action}
      selected={props.selected ?? false}
      onOpen={props.onOpen}
      tone={props.tone}
    />
  )
}

interface RowGroupProps {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly children: ReactNode
}

export function RowGroup({ title, note, children }: RowGroupProps) {
  return (
    <div className="lo-group">
      <div className="lo-group-head">
        <h3>{title}</h3>
        {note && <> · {note}</>}
      </div>
      {children}
    </div>
  )
}

interface DocumentCardProps {
  readonly title: ReactNode
  /** Form code, such as 15/BV1. */
  readonly code?: string
  readonly at?: string
  readonly state: EntryState
  readonly stateText?: string
  readonly selected?: boolean
  readonly onOpen?: () => void
  readonly actions?: ReactNode
}

/** A paper of the record in a list. */
export function DocumentCard(props: DocumentCardProps) {
  const facts = [props.code, props.at && formatDateTime(props.at)].filter(Boolean).join(' · ')
  return (
    <Row
      icon="document"
      title={<b>{props.title}</b>}
      detail={facts}
      selected={props.selected ?? false}
      onOpen={props.onOpen}
      aside={
        <>
          <StateChip state={props.state}>{props.stateText}</StateChip>
          {props.actions}
        </>
      }
    />
  )
}
