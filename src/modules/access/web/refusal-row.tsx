import type { ReactNode } from 'react'
import { Chip, formatDay, Row, t } from '#web/kit/index.ts'
import type { RefusalView } from '../refusal-contract.ts'

interface RefusalRowProps {
  readonly refusal: RefusalView
  /** What may be done about it. */
  readonly children?: ReactNode
}

/** A refusal: against whom, until when, and whether it holds. */
export function RefusalRow({ refusal, children }: RefusalRowProps) {
  const { against, since, until, holds, patientName, document } = refusal
  const days = [since && formatDay(since), until && t('access.refusal.until', { day: formatDay(until) })]
  return (
    <Row
      icon="lock"
      title={
        <>
          <b>{against ? t('access.refusal.against', { names: against.join(', ') }) : t('access.refusal.all')}</b>{' '}
          <Chip tone={holds ? 'warn' : 'quiet'}>{t(holds ? 'access.refusal.holds' : 'access.refusal.over')}</Chip>
        </>
      }
      detail={[patientName, ...days, document].filter(Boolean).join(' · ')}
      aside={children}
    />
  )
}
