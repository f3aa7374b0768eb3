import { useState } from 'react'
import {
  Alert,
  Button,
  Columns,
  can,
  Failure,
  formatDateTime,
  formatDay,
  Inline,
  KeyValue,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Stack,
  t,
  useApi,
  useParams,
  useShortcuts,
} from '#web/kit/index.ts'
import type { IncidentView } from '../contract.ts'
import { ActsPanel } from './acts-panel.tsx'
import { ClassifyDialog } from './classify-dialog.tsx'
import { ClosingPanel } from './closing-panel.tsx'
import { ObligationsPanel } from './obligations-panel.tsx'
import { StateChip } from './state-chip.tsx'

/** One incident: what it is, whom to tell until when, what was done. */
export default function IncidentScreen() {
  const { id = '' } = useParams()
  const answer = useApi<IncidentView>(`/api/incidents/${id}`)
  const [classifying, classify] = useState(false)
  const incident = answer.data
  const working = incident !== undefined && incident.state !== 'closed' && can('incidents.handle')
  useShortcuts([{ keys: 'c', label: t('incidents.classify'), run: () => classify(true) }], { enabled: working })
  if (answer.isError) return <Failure error={answer.error} retry={answer.refetch} />
  if (!incident) return <Loading rows={8} />
  return (
    <Page
      head={
        <PageHead title={incident.title} note={<NumberAndState incident={incident} />}>
          {working && (
            <Button kind={incident.level ? 'plain' : 'primary'} keyHint="C" onClick={() => classify(true)}>
              {t(incident.level ? 'incidents.classify.again' : 'incidents.classify')}
            </Button>
          )}
        </PageHead>
      }
    >
      <Columns
        sideWidth={400}
        main={
          <Stack>
            {!incident.level && incident.state !== 'closed' && (
              <Alert level="warning" title={t('incidents.classified.not')} />
            )}
            {incident.level && <ObligationsPanel incident={incident} working={working} />}
            <ActsPanel incident={incident} working={working} />
          </Stack>
        }
        side={
          <Stack>
            <Report incident={incident} />
            {incident.classification && <Classified incident={incident} />}
            {incident.closedAt ? (
              <Panel title={t('incidents.state.closed')} pad>
                <p>
                  {t('incidents.close.done', {
                    time: formatDateTime(incident.closedAt),
                    day: incident.keptUntil ? formatDay(incident.keptUntil) : '–',
                  })}
                </p>
              </Panel>
            ) : (
              <ClosingPanel incident={incident} />
            )}
          </Stack>
        }
      />
      {classifying && <ClassifyDialog incident={incident} onClose={() => classify(false)} />}
    </Page>
  )
}

function NumberAndState({ incident }: { readonly incident: IncidentView }) {
  return (
    <Inline>
      <Num>{incident.number}</Num>
      <StateChip row={incident} />
    </Inline>
  )
}

function Report({ incident }: { readonly incident: IncidentView }) {
  const { kindTitle, what, touched, noticedAt, noticedBy, openedBy, openedAt, origin } = incident
  return (
    <Panel title={kindTitle} pad>
      <KeyValue
        items={[
          { label: t('incidents.noticedAt'), value: <Num>{formatDateTime(noticedAt)}</Num>, note: noticedBy },
          { label: t('incidents.what'), value: <span style={{ whiteSpace: 'pre-wrap' }}>{what}</span> },
          ...(touched ? [{ label: t('incidents.touched'), value: touched }] : []),
          { label: t('incidents.openedBy'), value: openedBy, note: formatDateTime(openedAt) },
          ...(origin ? [{ label: t('incidents.origin'), value: t(`incidents.origin.${origin.from}`) }] : []),
        ]}
      />
    </Panel>
  )
}

const traits = [
  'nationalSecurity',
  'severeDisruption',
  'personalData',
  'healthData',
  'biometricOrLocation',
] as const

function Classified({ incident }: { readonly incident: IncidentView }) {
  const given = incident.classification
  if (!given) return null
  const words = traits.filter((one) => given[one]).map((one) => t(`incidents.trait.${one}`))
  return (
    <Panel title={t('incidents.act.classified')} pad>
      <KeyValue
        items={[
          { label: t('incidents.level'), value: t(`incidents.level.${given.level}`), note: words.join(', ') },
          { label: t('incidents.persons'), value: <Num>{given.persons}</Num> },
          ...(given.consequences ? [{ label: t('incidents.consequences'), value: given.consequences }] : []),
          ...(given.contact ? [{ label: t('incidents.contact'), value: given.contact }] : []),
        ]}
      />
    </Panel>
  )
}
