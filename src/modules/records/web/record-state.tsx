import { Chip, t } from '#web/kit/index.ts'
import type { RecordRow } from '../contract.ts'

/** Whole days by which a day lies before another; never negative. */
export function daysLate(dueOn: string | undefined, today: string): number {
  if (!dueOn || dueOn >= today) return 0
  return Math.round((Date.parse(today) - Date.parse(dueOn)) / 86_400_000)
}

/** State of a record in the office's words. */
export function RecordChip({ row, today }: { readonly row: RecordRow; readonly today: string }) {
  return (
    <>
      <StateOf row={row} today={today} />
      {row.reopened && (
        <Chip tone="plum" icon="unlock">
          {t('records.chip.reopened')}
        </Chip>
      )}
    </>
  )
}

function StateOf({ row, today }: { readonly row: RecordRow; readonly today: string }) {
  if (row.state === 'archived')
    return (
      <Chip tone="quiet" icon="lock">
        {t('records.chip.archived')}
      </Chip>
    )
  if (row.state === 'completed' || row.state === 'submitted' || row.state === 'accepted')
    return (
      <Chip tone="ok" icon="check">
        {t(`records.chip.${row.state}`)}
      </Chip>
    )
  if (row.state === 'open') return <Chip tone="accent">{t('records.chip.open')}</Chip>
  if (row.missing.length === 0)
    return (
      <Chip tone="ok" icon="check">
        {t('records.chip.ready')}
      </Chip>
    )
  if (daysLate(row.dueOn, today) > 0)
    return (
      <Chip tone="warn" icon="clock">
        {t('records.chip.late')}
      </Chip>
    )
  const justEnded = row.endedAt?.slice(0, 10) === today
  return justEnded ? (
    <Chip>{t('records.chip.fresh')}</Chip>
  ) : (
    <Chip tone="dashed" icon="clock">
      {t('records.chip.waiting')}
    </Chip>
  )
}
