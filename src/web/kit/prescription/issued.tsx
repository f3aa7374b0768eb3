import { useState } from 'react'
import { Button, Chip, Dialog, formatDateTime, formatDay, Num, TextField, t } from '../index.ts'
import type { Issued, Prescription } from './views.ts'

interface IssuedProps {
  readonly view: Prescription
  readonly onReplace: (code: string, reason: string) => void
}

function IssuedBlock({
  issued,
  canReplace,
  onReplace,
}: {
  readonly issued: Issued
  readonly canReplace: boolean
  readonly onReplace: () => void
}) {
  return (
    <div className="rx-issued" data-state={issued.state}>
      <div className="lo-inline" style={{ flexWrap: 'wrap', gap: 8 }}>
        <b className="lo-num">{issued.code}</b>
        <Chip tone={issued.state === 'active' ? 'ok' : 'quiet'}>{t(`exam.rx.issued.${issued.state}`)}</Chip>
        {issued.kind !== 'C' && <Chip tone="warn">{t(`exam.rx.kind.${issued.kind}`)}</Chip>}
        <span className="lo-dense lo-ink2">
          {t('exam.rx.issued.at', { at: formatDateTime(issued.issuedAt), until: formatDay(issued.validUntil) })}
          {issued.replaces && ` · ${t('exam.rx.issued.replaces', { code: issued.replaces })}`}
        </span>
        {canReplace && (
          <span className="rx-end">
            <Button size="sm" kind="plain" icon="swap" onClick={onReplace}>
              {t('exam.rx.replace')}
            </Button>
          </span>
        )}
      </div>
      <ol className="rx-issued-lines">
        {issued.lines.map((line) => (
          <li key={line.id}>
            <span>
              {line.name} <span className="lo-dense lo-ink2">{line.dosage}</span>
            </span>
            <Num>{line.printedQuantity}</Num>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Issued prescriptions with their codes. One never changes: a new one takes its place, with the reason. */
export function IssuedList({ view, onReplace }: IssuedProps) {
  const [replacing, setReplacing] = useState<string>()
  const [reason, setReason] = useState('')
  const free = view.editable && view.lines.length === 0
  return (
    <>
      {view.issued.map((issued) => (
        <IssuedBlock
          key={issued.code}
          issued={issued}
          canReplace={free && issued.state === 'active'}
          onReplace={() => setReplacing(issued.code)}
        />
      ))}
      <Dialog
        open={replacing !== undefined}
        onClose={() => setReplacing(undefined)}
        title={t('exam.rx.replaceTitle', { code: replacing ?? '' })}
        actions={
          <>
            <Button onClick={() => setReplacing(undefined)}>{t('exam.back')}</Button>
            <Button
              kind="primary"
              disabledBecause={reason.trim().length < 3 ? t('exam.reasonNeeded') : undefined}
              onClick={() => {
                if (replacing) onReplace(replacing, reason.trim())
                setReplacing(undefined)
                setReason('')
              }}
            >
              {t('exam.rx.replaceNow')}
            </Button>
          </>
        }
      >
        <p className="lo-ink2">{t('exam.rx.replaceNote')}</p>
        <TextField
          label={t('exam.reason')}
          value={reason}
          onChange={setReason}
          autoFocus
          required
          maxLength={300}
        />
      </Dialog>
    </>
  )
}
