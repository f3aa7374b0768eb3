import { useState } from 'react'
import { Alert, Button, formatDay, formatNumber, TextField, t } from '#web/kit/index.ts'
import type { AlertRow } from './views.ts'

interface RxAlertProps {
  readonly alert: AlertRow
  readonly editable: boolean
  readonly onAccept: (reason: string) => void
}

function words(alert: AlertRow): string {
  const values = Object.entries(alert.values).map(
    ([name, value]) =>
      [
        name,
        name === 'since' ? formatDay(String(value)) : typeof value === 'number' ? formatNumber(value) : value,
      ] as const,
  )
  return t(`exam.rx.alert.${alert.reason}`, Object.fromEntries(values))
}

/** Under its cause, in the row. Going on needs a reason; some stops allow none and say so. */
export function RxAlert({ alert, editable, onAccept }: RxAlertProps) {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const mayAccept = editable && alert.level !== 'note' && alert.overridable && alert.accepted === undefined
  if (alert.accepted !== undefined)
    return (
      <Alert level="note" title={words(alert)}>
        <span className="lo-ink2">{t('exam.rx.accepted', { reason: alert.accepted })}</span>
      </Alert>
    )
  return (
    <Alert
      level={alert.level}
      title={words(alert)}
      action={
        mayAccept && !asked ? (
          <Button size="sm" onClick={() => setAsked(true)}>
            {t('exam.rx.accept')}
          </Button>
        ) : undefined
      }
    >
      {alert.level === 'stop' && !alert.overridable && (
        <span className="lo-dense">{t(`exam.rx.fix.${alert.reason.split('.')[0]}`)}</span>
      )}
      {mayAccept && asked && (
        <span className="ex-reason">
          <TextField
            label={t('exam.reason')}
            hideLabel
            placeholder={t('exam.rx.reasonPlaceholder')}
            value={reason}
            onChange={setReason}
            autoFocus
            maxLength={300}
            onEnter={() => reason.trim().length >= 3 && onAccept(reason.trim())}
          />
          <Button
            size="sm"
            disabledBecause={reason.trim().length < 3 ? t('exam.reasonNeeded') : undefined}
            onClick={() => onAccept(reason.trim())}
          >
            {t('exam.rx.acceptNow')}
          </Button>
          <Button size="sm" kind="plain" onClick={() => setAsked(false)}>
            {t('exam.back')}
          </Button>
        </span>
      )}
    </Alert>
  )
}
