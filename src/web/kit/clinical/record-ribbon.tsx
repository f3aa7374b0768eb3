import { Icon } from '../marks/icon.tsx'
import { formatShortDay } from '../text/format.ts'
import { t } from '../text/translate.ts'

export type RecordState = 'open' | 'finished' | 'completed' | 'submitted' | 'accepted' | 'archived'
const states: readonly RecordState[] = ['open', 'finished', 'completed', 'submitted', 'accepted', 'archived']

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
      {states.map((one, at) => (
        <Step key={one} state={one} part={partOf(at, now)} at={dates?.[one]} missing={at === now ? missing : 0} />
      ))}
    </ol>
  )
}

type Part = 'past' | 'now' | 'later'

/** The last state is reached, not under way. */
function partOf(at: number, now: number): Part {
  if (at < now || at === states.length - 1) return at <= now ? 'past' : 'later'
  return at === now ? 'now' : 'later'
}

interface StepProps {
  readonly state: RecordState
  readonly part: Part
  readonly at: string | undefined
  readonly missing: number
}

function Step({ state, part, at, missing }: StepProps) {
  const lacking = missing > 0 ? t('kit.record.missing', { count: missing }) : ''
  return (
    <li
      data-part={part}
      data-missing={missing > 0 || undefined}
      aria-current={part === 'now' ? 'step' : undefined}
    >
      <span className="lo-ribbon-dot">
        {part === 'past' && <Icon name={state === 'archived' ? 'lock' : 'check'} size={14} />}
      </span>
      <span>{t(`kit.record.${state}`)}</span>
      <span className="lo-num lo-ink3" style={{ fontSize: 12 }}>
        {at ? formatShortDay(at) : lacking}
      </span>
    </li>
  )
}
