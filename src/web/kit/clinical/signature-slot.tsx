import type { ReactNode } from 'react'
import { Chip, type Tone } from '../marks/chip.tsx'
import type { IconName } from '../marks/icon.tsx'
import { Row } from '../rows/row.tsx'
import { formatDateTime } from '../text/format.ts'
import { t } from '../text/translate.ts'

export type SlotState = 'signed' | 'waiting' | 'locked' | 'refused' | 'invalid'

const looks: Readonly<Record<SlotState, { tone: Tone; icon: IconName }>> = {
  signed: { tone: 'ok', icon: 'seal' },
  waiting: { tone: 'warn', icon: 'sign' },
  locked: { tone: 'quiet', icon: 'lock' },
  refused: { tone: 'crit', icon: 'close' },
  invalid: { tone: 'solid', icon: 'sealBroken' },
}

interface SignatureSlotProps {
  readonly role: string
  readonly state: SlotState
  readonly person?: string
  readonly at?: string
  /** How it was signed, the time stamp and validity; or why not. */
  readonly note?: ReactNode
  readonly action?: ReactNode
}

/** One place for a signature on a paper: role, person, when and how, and whether it holds. */
export function SignatureSlot({ role, state, person, at, note, action }: SignatureSlotProps) {
  const look = looks[state]
  return (
    <Row
      icon={look.icon}
      iconTone={look.tone === 'solid' ? 'crit' : look.tone}
      title={
        <>
          <b>{person ?? t('kit.slot.nobody')}</b> <span className="lo-dense lo-ink2">{role}</span>
        </>
      }
      detail={
        <>
          {at && <span className="lo-num">{formatDateTime(at)}</span>}
          {at && note && ' · '}
          {note}
        </>
      }
      aside={
        <>
          <Chip tone={look.tone} icon={look.icon}>
            {t(`kit.slot.${state}`)}
          </Chip>
          {action}
        </>
      }
    />
  )
}
