import { useState } from 'react'
import { Button, can, formatTime, Icon, t } from '#web/kit/index.ts'
import type { RequisitionView, ResultRow } from '../contract.ts'
import { CallDialog } from './call-dialog.tsx'
import { shownValue } from './flags.ts'
import { Step } from './step.tsx'

/** Critical results of a requisition: each stays in red until the ward has been called and a doctor has confirmed. */
export function CriticalBars({ view }: { readonly view: RequisitionView }) {
  const open = view.rows.filter(
    (row) => ['HH', 'LL'].includes(row.result?.flag ?? '') && row.result?.confirmedAt === undefined,
  )
  return (
    <>
      {open.map((row) => (
        <CriticalBar key={row.result?.id} row={row} />
      ))}
    </>
  )
}

function CriticalBar({ row }: { readonly row: ResultRow }) {
  const [calling, setCalling] = useState(false)
  const { result } = row
  if (!result) return null
  return (
    <section className="lab-critical" role="alert">
      <Icon name="danger" size={28} />
      <div>
        <h2>
          {t('laboratory.critical.title', { test: row.name, value: shownValue(result.value), unit: row.unit })}
        </h2>
        <div className="lab-steps lo-dense">
          <span>{t('laboratory.critical.limit', { range: row.range?.text ?? '' })}</span>
          <Step done={result.call !== undefined}>
            {result.call
              ? t('laboratory.critical.called', { name: result.call.toWhom, time: formatTime(result.call.at) })
              : t('laboratory.critical.notCalled')}
          </Step>
          <Step done={result.issuedAt !== undefined}>
            {result.issuedAt
              ? t('laboratory.critical.released', { time: formatTime(result.issuedAt) })
              : t('laboratory.critical.notReleased')}
          </Step>
        </div>
      </div>
      {can('laboratory.enter') && result.call === undefined && (
        <Button icon="phone" onClick={() => setCalling(true)}>
          {t('laboratory.critical.call')}
        </Button>
      )}
      {calling && <CallDialog row={row} onClose={() => setCalling(false)} />}
    </section>
  )
}
