import { useState } from 'react'
import { api, Button, Chip, Choice, can, Panel, ReasonDialog, t, useApi } from '#web/kit/index.ts'
import type { RefusalEndView, RefusalView } from '../refusal-contract.ts'
import { RefusalRow } from './refusal-row.tsx'

/** Refusals that one person asked to end: another decides. Nothing is shown when none waits. */
export function WaitingRefusals() {
  return can('access.reviewAll') ? <Waiting /> : null
}

function Waiting() {
  const [decided, decide] = useState<RefusalEndView | undefined>(undefined)
  const found = useApi<readonly RefusalView[]>('/api/access/refusals/waiting')
  if (!found.data || found.data.length === 0) return null
  return (
    <Panel title={t('access.refusal.waiting')} count={found.data.length}>
      {found.data.map((one) => {
        const asked = one.ends.find(({ decision }) => decision === undefined)
        return (
          <RefusalRow key={one.id} refusal={one}>
            {asked?.mine && <Chip>{t('access.refusal.other')}</Chip>}
            {asked && !asked.mine && (
              <Button size="sm" onClick={() => decide(asked)}>
                {t('access.refusal.decide')}
              </Button>
            )}
          </RefusalRow>
        )
      })}
      {decided && <DecideDialog asked={decided} onClose={() => decide(undefined)} />}
    </Panel>
  )
}

const answers = ['end', 'keep'] as const

function DecideDialog({ asked, onClose }: { readonly asked: RefusalEndView; readonly onClose: () => void }) {
  const [answer, setAnswer] = useState<(typeof answers)[number] | undefined>(undefined)
  const { askedBy: name, reason, document = '' } = asked
  return (
    <ReasonDialog
      title={t('access.refusal.decide')}
      act={t('access.refusal.decide')}
      label={t('access.refusal.note')}
      notReady={answer ? undefined : t('access.refusal.decide')}
      refresh={['/api/access']}
      run={(note, act) =>
        api.post(`/api/access/refusals/ends/${asked.id}/decide`, { end: answer === 'end', note }, act)
      }
      onClose={onClose}
    >
      <p>{t('access.refusal.asked', { name, reason, document })}</p>
      <Choice
        label={t('access.refusal.decide')}
        value={answer}
        onChange={setAnswer}
        options={answers.map((value) => ({ value, label: t(`access.refusal.${value}`) }))}
      />
    </ReasonDialog>
  )
}
