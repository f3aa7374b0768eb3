import { useEffect, useState } from 'react'
import {
  api,
  CameraScanner,
  Columns,
  Dialog,
  Page,
  PageHead,
  Panel,
  t,
  useCommand,
  useLive,
  useScanner,
  useShortcuts,
} from '#web/kit/index.ts'
import type { CardAnswer, FoundPatient } from '../contract.ts'
import { structureAddress } from './card-address.ts'
import { CardArea } from './card-area.tsx'
import { ChosenPatient } from './chosen-patient.tsx'
import { FoundList } from './found-list.tsx'
import { JustRegistered } from './just-registered.tsx'
import { PatientFormPanel } from './patient-form-panel.tsx'
import { RoomPanel } from './room-panel.tsx'
import { IssueButton, TicketSide, TicketView } from './ticket-side.tsx'
import { TurnHead } from './turn-head.tsx'
import { useIssue } from './use-issue.ts'
import { usePhone } from './use-phone.ts'
import { useTurn } from './use-turn.ts'

/** Reception: card or name at the top left, then patient, cover, room; the ticket at the right. */
export default function ReceptionScreen() {
  const desk = useTurn()
  const { turn, begin, change } = desk
  const issue = useIssue(desk)
  const phone = usePhone()
  const [camera, setCamera] = useState(false)
  useLive(['Encounter'], ['/api/queue', '/api/rooms'])

  const reading = useCommand((text: string) => api.post<CardAnswer>('/api/patients/read-card', { text }))
  async function onCard(text: string): Promise<void> {
    const at = performance.now()
    setCamera(false)
    const card = await reading.run(text)
    if (!card) return begin({}, at)
    if (card.matches.length === 1 && card.matches[0])
      return begin({ card, match: card.matches[0], patientId: card.matches[0].patient.id }, at)
    const isNew = card.matches.length === 0 && (card.kind === 'citizen' || card.kind === 'insurance')
    begin(isNew ? { card, form: await prefilled(card) } : { card }, at)
  }
  const scan = (text: string) => void onCard(text)
  useScanner(scan)

  const pick = (patient: FoundPatient) => {
    reading.clear()
    begin({ patientId: patient.id })
  }
  const openNew = () => {
    reading.clear()
    begin({ form: {} })
  }
  // The form needs the height: rooms stand beside it until the patient is saved.
  const filling = !phone && turn.form !== undefined && !turn.patientId
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new number is shown at the top of a phone
  useEffect(() => {
    if (phone && turn.ticket) document.querySelector('.lo-page-body')?.scrollTo({ top: 0 })
  }, [turn.ticket])
  useShortcuts([{ keys: 'alt+n', label: t('patients.reception.new'), run: openNew }])

  return (
    <Page
      {...(phone ? { footer: <IssueButton issue={issue} /> } : {})}
      head={
        <PageHead title={t('patients.reception.title')}>
          <TurnHead seconds={turn.seconds} />
        </PageHead>
      }
    >
      <Columns
        main={
          <>
            {phone && turn.ticket && <TicketView turn={turn} patient={undefined} rooms={undefined} />}
            <CardArea
              turn={turn}
              error={reading.error}
              busy={reading.busy}
              onPick={pick}
              onCard={scan}
              onNew={openNew}
              onCamera={() => setCamera(true)}
            />
            {turn.card && !turn.patientId && !turn.form && (
              <FoundList
                card={turn.card}
                onPick={(match) => change({ match, patientId: match.patient.id })}
                onNew={() => change({ form: turn.card?.form ?? {} })}
              />
            )}
            {turn.form && !turn.patientId && (
              <PatientFormPanel
                given={turn.form}
                warnings={turn.card?.warnings ?? []}
                onSaved={(id) => change({ patientId: id, addressSettled: true })}
                onBack={desk.restart}
              />
            )}
            {turn.patientId && <ChosenPatient key={turn.patientId} desk={desk} patientId={turn.patientId} />}
            {!filling && <RoomPanel desk={desk} onIssue={issue.run} />}
          </>
        }
        side={
          <>
            {filling && <RoomPanel desk={desk} onIssue={issue.run} asList />}
            {!(phone && turn.ticket) && <TicketSide desk={desk} issue={issue} inFooter={phone} />}
            <JustRegistered />
          </>
        }
      />
      <Dialog open={camera} onClose={() => setCamera(false)} title={t('patients.reception.camera')}>
        <Panel>{camera && <CameraScanner onText={scan} onClose={() => setCamera(false)} />}</Panel>
      </Dialog>
    </Page>
  )
}

/** The card's facts for the form, with its one-line address taken apart where that is certain. */
async function prefilled(card: CardAnswer) {
  return { ...card.form, ...(card.addressText ? { address: await structureAddress(card.addressText) } : {}) }
}
