import {
  Button,
  Columns,
  Empty,
  Failure,
  formatTime,
  Inline,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  PatientFrame,
  Row,
  t,
  useApi,
  useLive,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import { AllergyPanel } from './allergy-panel.tsx'
import { EarlierSets } from './earlier-sets.tsx'
import { usePhone } from './use-phone.ts'
import type { WaitingVisit } from './visit.ts'
import { VitalsForm } from './vitals-form.tsx'

/** Who waits for vital signs at the left; the measurements of one of them at the right. */
export default function TriageScreen() {
  const [visitId, setVisit] = useSearchParam('visit')
  const phone = usePhone()
  const queue = useApi<{ entries: readonly WaitingVisit[] }>('/api/queue', {}, { refreshSeconds: 60 })
  useLive(['Encounter'], ['/api/queue'])
  const all = queue.data?.entries ?? []
  const waiting = all.filter((visit) => !visit.triagedAt && ['waiting', 'called', 'skipped'].includes(visit.state))
  const measured = all.filter((visit) => visit.triagedAt && ['waiting', 'called'].includes(visit.state))
  const visit = all.find((one) => one.encounterId === visitId)
  const step = (by: number) => {
    const at = waiting.findIndex((one) => one.encounterId === visitId)
    const next = waiting[Math.max(0, Math.min(waiting.length - 1, at + by))]
    if (next) setVisit(next.encounterId)
  }
  useShortcuts([
    { keys: 'j', label: t('kit.table.next'), run: () => step(1) },
    { keys: 'k', label: t('kit.table.previous'), run: () => step(-1) },
    { keys: ']', label: t('kit.nextPatient'), run: () => step(1) },
    { keys: '[', label: t('kit.previousPatient'), run: () => step(-1) },
  ])
  const openNext = () => setVisit(waiting.find((one) => one.encounterId !== visitId)?.encounterId)

  const list = (
    <>
      <Panel title={t('vitals.triage.waiting')} count={waiting.length}>
        {queue.isPending && <Loading rows={6} />}
        {queue.isError && <Failure error={queue.error} retry={queue.refetch} />}
        {queue.data && waiting.length === 0 && <Empty>{t('vitals.triage.empty')}</Empty>}
        {waiting.map((one) => (
          <VisitRow
            key={one.encounterId}
            visit={one}
            selected={one.encounterId === visitId}
            onOpen={() => setVisit(one.encounterId)}
          />
        ))}
      </Panel>
      {measured.length > 0 && (
        <Panel title={t('vitals.triage.done')} count={measured.length}>
          {measured.map((one) => (
            <VisitRow
              key={one.encounterId}
              visit={one}
              selected={one.encounterId === visitId}
              onOpen={() => setVisit(one.encounterId)}
            />
          ))}
        </Panel>
      )}
    </>
  )
  if (!visit)
    return (
      <Page head={<PageHead title={t('vitals.triage.title')} />}>
        {phone ? (
          list
        ) : (
          <Columns
            left={list}
            leftWidth={300}
            main={
              <Panel pad>
                <div>{t('vitals.triage.choose')}</div>
                <div className="lo-dense lo-ink2">{t('vitals.triage.chooseNote')}</div>
              </Panel>
            }
          />
        )}
      </Page>
    )
  return (
    <PatientFrame
      patientId={visit.patientId}
      encounterId={visit.encounterId}
      extra={[{ label: t('vitals.triage.reason'), value: visit.reason }]}
    >
      <Page>
        {phone && (
          <Inline>
            <Button icon="arrowLeft" onClick={() => setVisit(undefined)}>
              {t('vitals.triage.back')}
            </Button>
          </Inline>
        )}
        <Columns
          left={phone ? undefined : list}
          leftWidth={240}
          main={
            <VitalsForm
              key={visit.encounterId}
              visit={visit}
              onNext={waiting.length > 1 || (waiting.length === 1 && waiting[0] !== visit) ? openNext : undefined}
            />
          }
          side={
            <>
              <AllergyPanel patientId={visit.patientId} />
              <EarlierSets encounterId={visit.encounterId} />
            </>
          }
          sideWidth={280}
        />
      </Page>
    </PatientFrame>
  )
}

function VisitRow({
  visit,
  selected,
  onOpen,
}: {
  readonly visit: WaitingVisit
  readonly selected: boolean
  readonly onOpen: () => void
}) {
  const facts = [
    visit.ageText,
    visit.roomName.replace(/^Phòng khám /, ''),
    visit.priority
      ? t(`encounters.priority.${visit.priority}`)
      : t('vitals.triage.arrived', { time: formatTime(visit.arrivedAt) }),
  ]
  return (
    <Row
      lead={
        <span className={visit.priority ? 'lo-warn' : undefined}>
          <Num>{visit.number}</Num>
        </span>
      }
      title={visit.name}
      detail={facts.filter(Boolean).join(' · ')}
      selected={selected}
      onOpen={onOpen}
    />
  )
}
