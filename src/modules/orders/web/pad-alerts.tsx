import { useState } from 'react'
import { Alert, Button, TextField, t } from '#web/kit/index.ts'
import type { Pad, PadAlert } from './use-pad.ts'

/** One alert under its line: what, why, what to do, by which source; a reason lets it pass where one is allowed. */
export function AlertBox({ alert, pad }: { readonly alert: PadAlert; readonly pad: Pad }) {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const given = pad.reasonOf(alert)
  const mayPass = alert.level !== 'note' && alert.overridable && given === undefined
  const accept = () => reason.trim().length >= 3 && pad.accept(alert.key, reason.trim())
  return (
    <Alert
      level={given === undefined ? alert.level : 'note'}
      title={alert.what}
      action={
        mayPass && !asked ? (
          <Button size="sm" onClick={() => setAsked(true)}>
            {t('orders.alert.pass')}
          </Button>
        ) : undefined
      }
    >
      <p className="or-alert-text">
        {alert.why}. {alert.todo}.
      </p>
      <p className="lo-dense lo-ink2 or-alert-text">
        {t('orders.alert.source', { source: alert.source })}
        {alert.confidence !== 'S' && ` · ${t(`orders.alert.confidence.${alert.confidence}`)}`}
      </p>
      {alert.level !== 'note' && !alert.overridable && <p className="or-alert-text">{t('orders.alert.hard')}</p>}
      {given !== undefined && <p className="or-alert-text">{t('orders.alert.given', { reason: given })}</p>}
      {mayPass && asked && (
        <span className="or-reason">
          <TextField
            label={t('orders.reason')}
            hideLabel
            placeholder={t('orders.alert.placeholder')}
            value={reason}
            onChange={setReason}
            autoFocus
            maxLength={300}
            onEnter={accept}
          />
          <Button
            size="sm"
            {...(reason.trim().length < 3 ? { disabledBecause: t('orders.reasonShort') } : {})}
            onClick={accept}
          >
            {t('orders.alert.passNow')}
          </Button>
        </span>
      )}
    </Alert>
  )
}

/** Drugs that some checks say nothing about: never "nothing found". */
export function Uncovered({ pad }: { readonly pad: Pad }) {
  const rows = pad.checked?.uncovered ?? []
  if (rows.length === 0) return null
  return (
    <Alert level="note" title={t('orders.uncovered.title')}>
      <ul className="or-uncovered">
        {rows.map((row) => (
          <li key={row.lineId}>
            {t('orders.uncovered.row', {
              drug: row.drug,
              checks: row.missing.map((check) => t(`orders.check.${check}`)).join(', '),
            })}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

/** What the checks knew of the patient. */
export function CheckBasis({ pad }: { readonly pad: Pad }) {
  const basis = pad.checked?.basis
  if (!basis) return null
  const parts = [
    basis.weightKg === undefined ? t('orders.basis.noWeight') : t('orders.basis.weight', { kg: basis.weightKg }),
    basis.clearance === undefined
      ? t('orders.basis.noKidney')
      : t('orders.basis.kidney', { value: basis.clearance, formula: t(`orders.formula.${basis.formula ?? ''}`) }),
    ...(basis.pregnant ? [t('orders.basis.pregnant')] : []),
  ]
  return <p className="lo-dense lo-ink2 or-basis">{parts.join(' · ')}</p>
}
