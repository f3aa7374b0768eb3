import { useState } from 'react'
import { Alert, api, Button, can, Dialog, formatTime, Icon, TextArea, t, useCommand } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { CriticalView } from '../contract.ts'
import { shownValue } from './flags.ts'
import { Step } from './step.tsx'

/** Critical values a treating doctor has not confirmed yet; they stay until one does. */
export function DoctorBars({ criticals }: { readonly criticals: readonly CriticalView[] }) {
  const [confirming, setConfirming] = useState<CriticalView | undefined>(undefined)
  return (
    <>
      {criticals.map((critical) => (
        <section className="lab-critical" role="alert" key={critical.id}>
          <Icon name="danger" size={28} />
          <div>
            <h2>{titleOf(critical)}</h2>
            <div className="lab-steps lo-dense">
              <span>
                {t('laboratory.critical.limit', { range: critical.limit })} ·{' '}
                {t('laboratory.critical.sample', { time: critical.collectedAt.slice(11, 16) })}
              </span>
              {critical.issuedAt && (
                <Step done>{t('laboratory.critical.released', { time: formatTime(critical.issuedAt) })}</Step>
              )}
              <Step done={critical.call !== undefined}>
                {critical.call
                  ? t('laboratory.critical.called', {
                      name: critical.call.toWhom,
                      time: formatTime(critical.call.at),
                    })
                  : t('laboratory.critical.notCalled')}
              </Step>
              <Step done={false}>
                {t('laboratory.critical.waiting', {
                  minutes: minutesSince(critical),
                  limit: critical.confirmWithinMinutes,
                })}
              </Step>
            </div>
          </div>
          {can('laboratory.acknowledge') && (
            <Button kind="primary" onClick={() => setConfirming(critical)}>
              {t('laboratory.critical.act')}
            </Button>
          )}
        </section>
      ))}
      {confirming && <ConfirmDialog critical={confirming} onClose={() => setConfirming(undefined)} />}
    </>
  )
}

function ConfirmDialog({ critical, onClose }: { readonly critical: CriticalView; readonly onClose: () => void }) {
  const [action, setAction] = useState('')
  const command = useCommand(
    (body: { action?: string }, act) => api.post(`/api/laboratory/results/${critical.id}/confirm`, body, act),
    { refresh: ['/api/laboratory'], done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('laboratory.critical.confirmTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('laboratory.act.back')}</Button>
          <Button
            kind="primary"
            busy={command.busy}
            onClick={() => void command.run(action.trim() ? { action: action.trim() } : {})}
          >
            {t('laboratory.critical.act')}
          </Button>
        </>
      }
    >
      <p style={{ fontWeight: 600 }}>{titleOf(critical)}</p>
      {command.error && <Alert level="warning" title={command.error.title} />}
      <TextArea
        label={t('laboratory.critical.action')}
        value={action}
        onChange={setAction}
        maxLength={500}
        autoFocus
      />
    </Dialog>
  )
}

function titleOf(critical: CriticalView): string {
  return t('laboratory.critical.title', {
    test: critical.test,
    value: shownValue(critical.value),
    unit: critical.unit,
  })
}

function minutesSince(critical: CriticalView): number {
  const from = Date.parse(critical.call?.at ?? critical.issuedAt ?? `${critical.collectedAt}:00+07:00`)
  return Math.max(0, Math.floor((serverNow().getTime() - from) / 60_000))
}
