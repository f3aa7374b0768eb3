import { useState } from 'react'
import { Alert, Button, formatDay, formatNumber, TextField, t } from '../index.ts'
import type { AlertRow, Prescription } from './views.ts'

interface RxAlertProps {
  readonly alert: AlertRow
  readonly editable: boolean
  readonly onAccept: (reason: string) => void
}

function words(alert: AlertRow): string {
  if (alert.told) return alert.told.what
  const values = Object.entries(alert.values).map(
    ([name, value]) =>
      [
        name,
        name === 'since' ? formatDay(String(value)) : typeof value === 'number' ? formatNumber(value) : value,
      ] as const,
  )
  return t(`exam.rx.alert.${alert.reason}`, Object.fromEntries(values))
}

/** Why, what to do, and by which source it is known. */
function Explained({ told }: { readonly told: NonNullable<AlertRow['told']> }) {
  return (
    <>
      <span className="lo-dense" style={{ display: 'block' }}>
        {told.why}. {told.todo}.
      </span>
      <span className="lo-dense lo-ink2" style={{ display: 'block' }}>
        {t('exam.rx.source', { source: told.source })}
        {told.confidence !== 'S' && ` · ${t(`exam.rx.confidence.${told.confidence}`)}`}
      </span>
    </>
  )
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
      {alert.told && <Explained told={alert.told} />}
      {alert.level === 'stop' && !alert.overridable && !alert.told && (
        <span className="lo-dense">{t(`exam.rx.fix.${alert.reason.split('.')[0]}`)}</span>
      )}
      {mayAccept && asked && (
        <span className="rx-reason">
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

/** Drugs that some checks say nothing about: never "nothing found". */
export function Uncovered({ view }: { readonly view: Prescription | undefined }) {
  if (!view?.editable || view.uncovered.length === 0) return null
  return (
    <Alert level="note" title={t('exam.rx.uncovered')}>
      {view.uncovered.map(({ lineId, drug, missing }) => (
        <span key={lineId} className="lo-dense" style={{ display: 'block' }}>
          {t('exam.rx.uncoveredRow', {
            drug,
            checks: missing.map((check) => t(`exam.rx.check.${check}`)).join(', '),
          })}
        </span>
      ))}
    </Alert>
  )
}
