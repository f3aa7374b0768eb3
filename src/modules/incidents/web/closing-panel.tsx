import { useState } from 'react'
import { Alert, api, Button, can, Inline, Panel, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { IncidentView } from '../contract.ts'

/** One person proposes with what was learned, another one closes. */
export function ClosingPanel({ incident }: { readonly incident: IncidentView }) {
  if (incident.state === 'proposed') return <Deciding incident={incident} />
  return can('incidents.handle') && incident.level ? <Proposing incident={incident} /> : null
}

function Proposing({ incident }: { readonly incident: IncidentView }) {
  const [lessons, setLessons] = useState('')
  const propose = useCommand(
    (body: object, act) => api.post(`/api/incidents/${incident.id}/propose-closing`, body, act),
    { refresh: ['/api/incidents'] },
  )
  return (
    <Panel title={t('incidents.close')} pad>
      <Stack>
        {propose.error && <Alert level="warning" title={propose.error.title} />}
        <TextArea label={t('incidents.close.lessons')} value={lessons} onChange={setLessons} maxLength={4000} />
        <Inline justify="flex-end">
          <Button
            busy={propose.busy}
            disabledBecause={lessons.trim().length >= 10 ? undefined : t('incidents.close.fill')}
            onClick={() => void propose.run({ lessons })}
          >
            {t('incidents.close.propose')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}

function Deciding({ incident }: { readonly incident: IncidentView }) {
  const decide = useCommand(
    (decision: 'closed' | 'reopened', act) =>
      api.post(`/api/incidents/${incident.id}/decide-closing`, { decision, note: '' }, act),
    { refresh: ['/api/incidents'] },
  )
  const other = incident.ownProposal ? t('incidents.close.other') : undefined
  return (
    <Panel title={t('incidents.close')} tone="warn" pad>
      <Stack>
        <p>{t('incidents.close.waits')}</p>
        <p style={{ whiteSpace: 'pre-wrap' }}>{incident.lessons}</p>
        {decide.error && <Alert level="warning" title={decide.error.title} />}
        {can('incidents.close') && (
          <Inline wrap justify="flex-end">
            <Button busy={decide.busy} disabledBecause={other} onClick={() => void decide.run('reopened')}>
              {t('incidents.close.back')}
            </Button>
            <Button
              kind="primary"
              busy={decide.busy}
              disabledBecause={other}
              onClick={() => void decide.run('closed')}
            >
              {t('incidents.close.confirm')}
            </Button>
          </Inline>
        )}
      </Stack>
    </Panel>
  )
}
