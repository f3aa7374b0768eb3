import './orders.css'
import './exam.css'
import { useEffect } from 'react'
import {
  api,
  Button,
  can,
  Failure,
  formatTime,
  LinkTo,
  Loading,
  Page,
  PatientFrame,
  t,
  useApi,
  useCommand,
  useLive,
  useParams,
  usePatient,
  useTitle,
} from '#web/kit/index.ts'
import { PrescriptionPart, usePrescription } from '#web/kit/prescription/index.ts'
import type { ExamView } from '../contract.ts'
import { ConcludeBar } from './conclude-bar.tsx'
import { Diagnoses } from './diagnoses.tsx'
import { ExamForm } from './exam-form.tsx'
import { type MyRoom, useMyRoom } from './my-room.ts'
import { OrdersPart } from './orders.tsx'
import { placeId } from './places.ts'
import { QueueList } from './queue-list.tsx'
import { useExam } from './use-exam.ts'

/** One visit at work; made anew for each, so that nothing of one patient stays for the next. */
function Work({ view, place }: { readonly view: ExamView; readonly place: MyRoom }) {
  const patient = usePatient()
  const work = useExam(view)
  const prescription = usePrescription(view.encounterId)
  return (
    <Page bleed footer={<ConcludeBar view={view} work={work} prescription={prescription} />}>
      <div className="ex-columns">
        <QueueList place={place} current={view.encounterId} />
        <div className="ex-work">
          <div className="ex-middle">
            <div className="ex-phone">
              <LinkTo to="/exam">{t('exam.toQueue')}</LinkTo>
            </div>
            <StartVisit view={view} />
            <ExamForm view={view} work={work} />
          </div>
          <div className="ex-right">
            <div className="lo-inline ex-chart-link" style={{ gap: 14 }}>
              <LinkTo to={`/patients/${view.patientId}`}>{t('exam.openChart')}</LinkTo>
              {can('fills.read') && (
                <LinkTo to={`/encounters/${view.encounterId}/forms`}>{t('fill.toForms')}</LinkTo>
              )}
            </div>
            <Diagnoses view={view} sex={patient?.sex} />
            <OrdersPart encounterId={view.encounterId} />
            <PrescriptionPart
              id={placeId('prescription')}
              title={t('exam.rx.title')}
              encounterId={view.encounterId}
              roomId={view.roomId}
              work={prescription}
            />
          </div>
        </div>
      </div>
    </Page>
  )
}

/** The patient is called and not yet noted as being in the room: one press begins the examination. */
function StartVisit({ view }: { readonly view: ExamView }) {
  const start = useCommand((id: string, act) => api.post(`/api/queue/${id}/start`, {}, act), {
    refresh: ['/api/queue', `/api/encounters/${view.encounterId}`, '/api/patients'],
  })
  if (!['arrived', 'triaged', 'planned'].includes(view.visitStatus)) return null
  return (
    <div className="ex-start">
      <span>
        <b>{t('exam.start.title')}</b>{' '}
        {view.arrivedAt && (
          <span className="lo-ink2">{t('exam.start.arrived', { time: formatTime(view.arrivedAt) })}</span>
        )}
        {start.error && <span className="lo-warn"> {start.error.title}</span>}
      </span>
      <Button kind="secondary" icon="play" busy={start.busy} onClick={() => void start.run(view.encounterId)}>
        {t('exam.start.now')}
      </Button>
    </div>
  )
}

function Visit({ encounterId, place }: { readonly encounterId: string; readonly place: MyRoom }) {
  const path = `/api/encounters/${encounterId}/exam`
  const answer = useApi<ExamView>(path)
  useLive(['QuestionnaireResponse', 'Encounter', 'Condition'], [path])
  const view = answer.data
  if (!view)
    return (
      <div className="ex-columns" style={{ flex: 1 }}>
        <QueueList place={place} current={encounterId} />
        <div className="ex-middle">
          {answer.isError ? <Failure error={answer.error} retry={answer.refetch} /> : <Loading rows={10} />}
        </div>
      </div>
    )
  return (
    <PatientFrame patientId={view.patientId} encounterId={encounterId}>
      <Work key={`${encounterId}:${view.editable}`} view={view} place={place} />
    </PatientFrame>
  )
}

/** The doctor's queue and, beside it, the visit that is open. */
export default function ExamScreen() {
  const { encounterId } = useParams()
  const place = useMyRoom()
  useTitle(place.room ? place.room.name : t('exam.title'))
  // A phone shows the queue or the visit, one below the other: a newly opened visit begins at its top.
  useEffect(() => {
    if (encounterId) document.querySelector('.ex-middle')?.scrollTo({ top: 0 })
  }, [encounterId])
  if (encounterId) return <Visit key={encounterId} encounterId={encounterId} place={place} />
  return (
    <Page bleed>
      <div className="ex-columns" data-empty>
        <QueueList place={place} current={undefined} />
        <div className="ex-middle">
          <div className="ex-choose lo-ink2">
            <b>{t('exam.choose.title')}</b>
            <span>{t('exam.choose.note')}</span>
          </div>
        </div>
      </div>
    </Page>
  )
}
