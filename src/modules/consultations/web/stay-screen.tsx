import { useState } from 'react'
import {
  Button,
  Columns,
  can,
  Failure,
  formatDateTime,
  Inline,
  Loading,
  language,
  Page,
  Panel,
  Row,
  StayFrame,
  t,
  useApi,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { StayMeetings } from '../contract.ts'
import { MeetingTable } from './meeting-table.tsx'
import { type NewKind, NewMeetingDialog } from './new-meeting-dialog.tsx'

/** Consultations, conferences and the review of one stay, and asking for them. */
export default function StayScreen() {
  const { id = '' } = useParams()
  return (
    <StayFrame encounterId={id} tab="consultations">
      <Page>
        <StayBody encounterId={id} />
      </Page>
    </StayFrame>
  )
}

interface Asking {
  readonly kind: NewKind
  readonly question?: string
}

function StayBody({ encounterId }: { readonly encounterId: string }) {
  const path = `/api/stays/${encounterId}/consultations`
  const list = useApi<StayMeetings>(path)
  useLive(['Task', 'ServiceRequest', 'MedicationRequest'], [path])
  const [asking, ask] = useState<Asking>()
  if (list.isPending) return <Loading rows={6} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const view = list.data
  return (
    <>
      <Columns
        main={
          <Panel
            title={t('consultations.stay.title')}
            count={view.meetings.length}
            actions={view.editable && <AskButtons died={view.died} onAsk={ask} />}
          >
            <MeetingTable
              label={t('consultations.stay.title')}
              rows={view.meetings}
              empty={t('consultations.empty.stay')}
              withPatient={false}
            />
          </Panel>
        }
        side={view.drugs.length > 0 && <DrugsPanel view={view} onAsk={ask} />}
        sideWidth={380}
      />
      {asking && (
        <NewMeetingDialog
          {...asking}
          encounterId={encounterId}
          kinds={view.kinds}
          departments={view.departments}
          onClose={() => ask(undefined)}
        />
      )}
    </>
  )
}

interface AskProps {
  readonly onAsk: (asking: Asking) => void
}

function AskButtons({ died, onAsk }: AskProps & { readonly died: boolean }) {
  if (died)
    return can('consultations.deaths') ? (
      <Button kind="primary" icon="plus" onClick={() => onAsk({ kind: 'review' })}>
        {t('consultations.review.prepare')}
      </Button>
    ) : null
  return (
    <Inline wrap>
      {can('consultations.conference') && (
        <Button icon="plus" onClick={() => onAsk({ kind: 'conference' })}>
          {t('consultations.conference')}
        </Button>
      )}
      {can('consultations.ask') && (
        <Button kind="primary" icon="plus" onClick={() => onAsk({ kind: 'consultation' })}>
          {t('consultations.ask')}
        </Button>
      )}
    </Inline>
  )
}

/** Drugs that the rules give after a consultation and that have none; the source of the rule stands beside. */
function DrugsPanel({ view, onAsk }: AskProps & { readonly view: StayMeetings }) {
  return (
    <Panel title={t('consultations.drugs')} count={view.drugs.length} tone="warn">
      {view.drugs.map(({ name, since, why, source }) => (
        <Row
          key={`${name} ${since}`}
          icon="pill"
          iconTone="warn"
          title={<b>{name}</b>}
          detail={
            <>
              {why[language()]}; {t('consultations.drugs.since', { at: formatDateTime(since) })}
              <span className="lo-dense lo-ink3" style={{ display: 'block' }}>
                {source}
              </span>
            </>
          }
          aside={
            view.editable &&
            can('consultations.ask') && (
              <Button
                size="sm"
                onClick={() =>
                  onAsk({ kind: 'consultation', question: t('consultations.drugs.question', { drug: name }) })
                }
              >
                {t('consultations.drugs.ask')}
              </Button>
            )
          }
        />
      ))}
    </Panel>
  )
}
