import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'quiet' | 'crit' | 'warn' | 'ok' | 'accent' | 'plum' | 'solid' | 'outline' | 'dashed'

interface ChipProps {
  readonly tone?: Tone
  readonly icon?: IconName
  readonly children: ReactNode
}

/** Shape and words first; the colour says the same thing a second time. */
export function Chip({ tone = 'quiet', icon, children }: ChipProps) {
  return (
    <span className="lo-chip" data-tone={tone}>
      {icon && <Icon name={icon} size={14} />}
      <span>{children}</span>
    </span>
  )
}

/** The looks of an entry, an order or a paper (language.md 5.2). */
export type EntryState =
  | 'new'
  | 'draft'
  | 'waiting'
  | 'partly'
  | 'signed'
  | 'corrected'
  | 'stopped'
  | 'locked'
  | 'late'
  | 'invalid'
  | 'done'

export const entryLooks: Readonly<Record<EntryState, { tone: Tone; icon: IconName }>> = {
  new: { tone: 'accent', icon: 'plus' },
  draft: { tone: 'dashed', icon: 'pen' },
  waiting: { tone: 'warn', icon: 'sign' },
  partly: { tone: 'warn', icon: 'sign' },
  signed: { tone: 'ok', icon: 'seal' },
  corrected: { tone: 'plum', icon: 'penCheck' },
  stopped: { tone: 'quiet', icon: 'close' },
  locked: { tone: 'quiet', icon: 'lock' },
  late: { tone: 'quiet', icon: 'clockPlus' },
  invalid: { tone: 'crit', icon: 'sealBroken' },
  done: { tone: 'ok', icon: 'check' },
}

interface StateChipProps {
  readonly state: EntryState
  /** Other words than the usual ones of the state. */
  readonly children?: ReactNode
}

export function StateChip({ state, children }: StateChipProps) {
  const look = entryLooks[state]
  return (
    <Chip tone={look.tone} icon={look.icon}>
      {children ?? t(`kit.entry.${state}`)}
    </Chip>
  )
}

interface EntryBlockProps {
  readonly state: EntryState
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

/** A line or block that wears its state: hatched draft, green bar when signed, violet when corrected. */
export function EntryBlock({ state, title, detail, aside, children }: EntryBlockProps) {
  return (
    <div className="lo-entry" data-state={state}>
      <span className={`lo-${entryColour[state] ?? 'ink2'}`} style={{ paddingTop: 2 }}>
        <Icon name={entryLooks[state].icon} label={t(`kit.entry.${state}`)} />
      </span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <span className="lo-entry-text">
          <b>{title}</b>
          {detail && <span className="lo-ink2"> · {detail}</span>}
        </span>
        {children}
      </div>
      {aside}
    </div>
  )
}

const entryColour: Partial<Record<EntryState, string>> = {
  draft: 'accent',
  signed: 'ok',
  done: 'ok',
  corrected: 'plum',
  invalid: 'crit',
  new: 'accent',
}
