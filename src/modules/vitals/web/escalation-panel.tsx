import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  formatTime,
  Inline,
  Panel,
  Row,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { EscalationView } from '../contract.ts'

interface EscalationPanelProps {
  readonly escalations: readonly EscalationView[]
  readonly canRespond: boolean
  /** Addresses that change with an answer. */
  readonly refresh: readonly string[]
}

/** Calls of early-warning scores: whom, by when, who has heard it, what came of it. */
export function EscalationPanel({ escalations, canRespond, refresh }: EscalationPanelProps) {
  const open = escalations.filter(({ state }) => state === 'open' || state === 'taken')
  const over = escalations.filter(({ state }) => state === 'answered').slice(0, 5)
  if (open.length + over.length === 0) return null
  return (
    <Panel title={t('vitals.call.title')} count={open.length} {...(open.length > 0 ? { tone: 'crit' } : {})}>
      {open.map((one) => (
        <OpenCall key={one.id} call={one} canRespond={canRespond} refresh={refresh} />
      ))}
      {over.map((one) => (
        <Row
          key={one.id}
          icon="check"
          iconTone="ok"
          title={`${one.what} · ${one.answer ?? ''}`}
          detail={t('vitals.call.answered', { who: one.takenBy ?? '–', time: formatTime(one.answeredAt ?? '') })}
        />
      ))}
    </Panel>
  )
}

interface OpenCallProps {
  readonly call: EscalationView
  readonly canRespond: boolean
  readonly refresh: readonly string[]
}

function OpenCall({ call, canRespond, refresh }: OpenCallProps) {
  const [answer, setAnswer] = useState('')
  const path = `/api/escalations/${call.id}`
  const take = useCommand((_: undefined, act) => api.post(`${path}/take`, {}, act), { refresh: [...refresh] })
  const close = useCommand((text: string, act) => api.post(`${path}/answer`, { answer: text }, act), {
    refresh: [...refresh],
  })
  const isLate = Date.parse(call.until) < serverNow().getTime()
  const failed = take.error ?? close.error
  return (
    <div style={{ padding: '10px 14px' }}>
      <Stack gap={8}>
        <div>
          <b className="lo-crit">{call.what}</b> · {call.tell}
        </div>
        <div className={isLate ? 'lo-crit' : 'lo-ink2'}>
          {t(isLate ? 'vitals.call.late' : 'vitals.call.until', {
            time: formatTime(call.until),
            by: call.calledBy ?? '–',
            at: formatTime(call.calledAt),
          })}
        </div>
        {call.state === 'taken' && (
          <div>{t('vitals.call.taken', { who: call.takenBy ?? '–', time: formatTime(call.takenAt ?? '') })}</div>
        )}
        {canRespond && (
          <>
            {call.state === 'taken' && (
              <TextArea label={t('vitals.call.answer')} value={answer} onChange={setAnswer} maxLength={1000} />
            )}
            <Inline wrap>
              {call.state === 'open' ? (
                <Button kind="primary" icon="bell" busy={take.busy} onClick={() => void take.run(undefined)}>
                  {t('vitals.call.take')}
                </Button>
              ) : (
                <Button
                  kind="primary"
                  icon="check"
                  busy={close.busy}
                  disabledBecause={answer.trim().length < 3 ? t('vitals.call.answerFirst') : undefined}
                  onClick={() => void close.run(answer.trim())}
                >
                  {t('vitals.call.close')}
                </Button>
              )}
            </Inline>
          </>
        )}
        {failed && <Alert level="warning" title={failed.title} />}
      </Stack>
    </div>
  )
}
