import { useState } from 'react'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { type ScoreAnswers, scoreOn } from '#kernel/score/index.ts'
import {
  Alert,
  api,
  Button,
  Chip,
  Dialog,
  Empty,
  formatDateTime,
  language,
  Panel,
  t,
  useCommand,
  useKept,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import { ScoreSheet } from '#web/kit/score/score-sheet.tsx'
import type { NursingView, RiskView } from '../contract.ts'
import './nursing.css'

const tones = { low: 'ok', medium: 'warn', high: 'crit' } as const

/** Pressure sores and falls: the last score, and when it is due again. */
export function RisksPanel({ view, canWrite }: { readonly view: NursingView; readonly canWrite: boolean }) {
  const [open, setOpen] = useState<RiskView>()
  const path = `/api/stays/${view.encounterId}/risks`
  const closed = () => setOpen(undefined)
  const save = useCommand(
    (body: { score: string; answers: ScoreAnswers }, act) => api.post(path, { ...body, at: act.at }, act),
    { refresh: ['/api/stays'], done: closed, ...useKept(t('nursing.risk.title'), closed) },
  )
  const sheetOf = ({ score }: RiskView) => scoreOn(score, dayInVietnam(serverNow()))
  return (
    <Panel title={t('nursing.risk.title')}>
      {view.risks.length === 0 && <Empty>{t('nursing.risk.none')}</Empty>}
      {view.risks.map((risk) => (
        <div key={risk.score} className="nu-line">
          <div>
            {sheetOf(risk).title[language()]}{' '}
            {risk.total !== undefined && (
              <Chip tone={tones[(risk.level ?? 'low') as keyof typeof tones]}>
                {t('nursing.risk.total', {
                  total: risk.total,
                  level: t(`nursing.risk.level.${risk.level ?? 'low'}`),
                })}
              </Chip>
            )}
            <div className={risk.overdue ? 'lo-dense lo-crit' : 'lo-dense lo-ink3'}>
              {t(risk.overdue ? 'nursing.risk.overdue' : 'nursing.risk.due', { at: formatDateTime(risk.dueAt) })}
            </div>
          </div>
          {canWrite && (
            <Button size="sm" icon="clipboard" onClick={() => setOpen(risk)}>
              {t('nursing.risk.assess')}
            </Button>
          )}
        </div>
      ))}
      {open && (
        <Dialog open onClose={() => setOpen(undefined)} title={sheetOf(open).title[language()]} width={720}>
          {save.error && <Alert level="warning" title={save.error.title} />}
          <ScoreSheet
            score={sheetOf(open)}
            busy={save.busy}
            onSave={(answers) => void save.run({ score: open.score, answers })}
          />
        </Dialog>
      )}
    </Panel>
  )
}
