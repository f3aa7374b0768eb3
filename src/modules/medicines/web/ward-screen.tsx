import { useState } from 'react'
import {
  Alert,
  ApiError,
  api,
  Chip,
  Empty,
  Failure,
  FilterChips,
  formatNumber,
  Icon,
  LinkTo,
  Loading,
  Page,
  PageHead,
  SelectField,
  t,
  useApi,
  useGo,
  useLive,
  useScanner,
  useSearchParam,
} from '#web/kit/index.ts'
import type { BandView, WardPatient, WardView } from '../contract.ts'
import { readScan } from '../domain/read-scan.ts'
import { keepBand } from './kept-band.ts'
import './ward.css'
import { clock } from './words.ts'

const path = '/api/ward/medicines'
type Show = 'now' | 'all'

/** A wristband opens the medicines of its patient, with the right patient met already. */
function useBand(): string | undefined {
  const go = useGo()
  const [fault, setFault] = useState<string | undefined>(undefined)
  useScanner((text) => {
    if (readScan(text).kind !== 'band') return false
    api
      .get<BandView>('/api/wristbands', { code: text })
      .then((found) => {
        keepBand(found.encounterId, text)
        go(`/stay/${found.encounterId}/medicines`)
      })
      .catch((error: unknown) => setFault(error instanceof ApiError ? error.title : t('medicines.scan.failed')))
    return true
  })
  return fault
}

/** Doses of a ward that are due now or late, by room and bed. */
export default function WardMedicinesScreen() {
  const [department, setDepartment] = useSearchParam('department')
  const [show, setShow] = useState<Show>('now')
  const fault = useBand()
  const ward = useApi<WardView>(path, department ? { department } : {}, {
    refreshSeconds: 60,
    keepPrevious: true,
    background: true,
  })
  useLive(['MedicationRequest', 'MedicationAdministration', 'Encounter'], [path])
  if (ward.isPending) return <Loading rows={8} />
  if (ward.isError) return <Failure error={ward.error} retry={ward.refetch} />
  const { data } = ward
  const busy = (one: WardPatient) => one.doses.length + one.effects.length + one.infusions.length > 0
  const patients = data.patients.filter((one) => show === 'all' || busy(one))
  const rooms = [...new Set(patients.map((one) => one.room))]
  return (
    <Page
      head={
        <PageHead title={t('medicines.ward.title')} note={t('medicines.ward.scan')}>
          <SelectField
            label={t('medicines.ward.department')}
            hideLabel
            value={data.department}
            onChange={setDepartment}
            options={data.departments.map((one) => ({ value: one.id, label: one.name }))}
          />
        </PageHead>
      }
    >
      {fault && <Alert level="stop" title={fault} />}
      <Sums ward={data} />
      <FilterChips<Show>
        label={t('medicines.ward.show')}
        value={show}
        onChange={setShow}
        options={(['now', 'all'] as const).map((value) => ({ value, label: t(`medicines.ward.show.${value}`) }))}
      />
      {patients.length === 0 && <Empty>{t('medicines.ward.empty')}</Empty>}
      {rooms.map((room) => (
        <section key={room} className="mar-room" aria-label={room}>
          <h2>{room}</h2>
          <ul>
            {patients
              .filter((one) => one.room === room)
              .map((one) => (
                <PatientRow key={one.encounterId} patient={one} />
              ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}

function Sums({ ward }: { readonly ward: WardView }) {
  const sum = (count: (one: WardPatient) => number) => ward.patients.reduce((total, one) => total + count(one), 0)
  const [late, due] = [sum((one) => one.late), sum((one) => one.due)]
  return (
    <p className="mar-sums" role="status">
      <Chip tone={late > 0 ? 'warn' : 'quiet'}>{t('medicines.ward.late', { count: late })}</Chip>
      <Chip tone="accent">{t('medicines.ward.due', { count: due })}</Chip>
      <span className="lo-dense lo-ink2">{t('medicines.ward.at', { at: clock(ward.now) })}</span>
    </p>
  )
}

function PatientRow({ patient }: { readonly patient: WardPatient }) {
  return (
    <li className="mar-patient">
      <LinkTo to={`/stay/${patient.encounterId}/medicines`}>
        <span className="mar-bed">{patient.bed.replace(/^Giường /, '')}</span>
        <span className="mar-who">
          <b>{patient.name}</b>
          <Next patient={patient} />
        </span>
      </LinkTo>
      <ul>
        {patient.doses.map((dose) => (
          <li key={`${dose.requestId}${dose.dueAt}`} data-state={dose.state}>
            <b>{clock(dose.dueAt)}</b>
            <span>
              {dose.name} · {dose.amount} · {dose.route}
            </span>
            {dose.state === 'late' && (
              <Chip tone="warn" icon="clock">
                {t('medicines.late', { count: dose.minutesLate ?? 0 })}
              </Chip>
            )}
            {dose.twoPersons && (
              <Chip tone="outline" icon="users">
                {t('medicines.two')}
              </Chip>
            )}
          </li>
        ))}
        {patient.effects.map((effect) => (
          <li key={effect.id} data-state="effect">
            <Icon name="eye" size={16} />
            <span>{t('medicines.ward.effect', { name: effect.name, at: clock(effect.dueAt) })}</span>
          </li>
        ))}
        {patient.infusions.map((one) => (
          <li key={one.name} data-state="running">
            <Icon name="droplet" size={16} />
            <span>
              {one.name} · {t('medicines.rate', { rate: formatNumber(one.rate) })}
              {one.emptyAt && ` · ${t('medicines.ward.emptyAt', { at: clock(one.emptyAt) })}`}
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function Next({ patient }: { readonly patient: WardPatient }) {
  const worst = patient.doses.find((one) => one.state === 'late')
  if (worst) return <span data-tone="warn">{t('medicines.late', { count: worst.minutesLate ?? 0 })}</span>
  if (patient.due > 0) return <span data-tone="accent">{t('medicines.ward.doses', { count: patient.due })}</span>
  if (patient.nextAt) return <span>{t('medicines.ward.next', { at: clock(patient.nextAt) })}</span>
  return <span>{t('medicines.ward.none')}</span>
}
