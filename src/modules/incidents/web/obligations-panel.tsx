import { useState } from 'react'
import { Button, Chip, Empty, formatDateTime, Inline, LinkButton, Panel, Row, t } from '#web/kit/index.ts'
import type { IncidentView, ObligationView } from '../contract.ts'
import { NoticeDialog } from './notice-dialog.tsx'

const tones = { due: 'warn', late: 'crit', done: 'ok', doneLate: 'warn', needless: 'quiet' } as const

interface Props {
  readonly incident: IncidentView
  readonly working: boolean
}

/** Whom the law wants told, until when, and whether that was done. */
export function ObligationsPanel({ incident, working }: Props) {
  const [asked, ask] = useState<{ readonly one: ObligationView; readonly act: 'sent' | 'needless' } | undefined>()
  return (
    <Panel title={t('incidents.owed')} count={incident.obligations.length}>
      {incident.obligations.length === 0 && <Empty>{t('incidents.owed.none')}</Empty>}
      {incident.obligations.map((one) => {
        const open = one.state === 'due' || one.state === 'late'
        return (
          <div key={one.code}>
            <Row
              icon="bell"
              title={one.title}
              detail={
                <>
                  <div>
                    <b className={one.state === 'late' ? 'lo-crit' : undefined}>{whenOf(one)}</b>
                  </div>
                  <div>{t('incidents.owed.to', { to: one.to })}</div>
                  <div className="lo-dense lo-ink3">
                    {t('incidents.owed.source', { source: one.source, confidence: one.confidence })}
                  </div>
                </>
              }
              aside={<Chip tone={tones[one.state]}>{t(`incidents.owed.state.${one.state}`)}</Chip>}
            />
            {working && (
              <div style={{ padding: '0 16px 12px' }}>
                <Inline wrap justify="flex-end">
                  {open && (
                    <Button onClick={() => ask({ one, act: 'needless' })}>{t('incidents.notice.needless')}</Button>
                  )}
                  <LinkButton href={`/api/incidents/${incident.id}/notices/${one.code}`} icon="print">
                    {t('incidents.notice')}
                  </LinkButton>
                  {open && (
                    <Button kind="primary" onClick={() => ask({ one, act: 'sent' })}>
                      {t('incidents.notice.sent')}
                    </Button>
                  )}
                </Inline>
              </div>
            )}
          </div>
        )
      })}
      {asked && <NoticeDialog incident={incident} {...asked} onClose={() => ask(undefined)} />}
    </Panel>
  )
}

function whenOf({ state, sentAt, dueAt, reason }: ObligationView): string {
  if (state === 'needless') return reason ?? ''
  const due = formatDateTime(dueAt)
  return sentAt
    ? t('incidents.owed.sent', { time: formatDateTime(sentAt), due })
    : t('incidents.owed.due', { time: due })
}
