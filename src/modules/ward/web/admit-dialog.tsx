import { useState } from 'react'
import {
  api,
  Button,
  Choice,
  Dialog,
  Failure,
  FieldGrid,
  formatDay,
  formatMrn,
  formatSex,
  SearchPicker,
  SelectField,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'
import type { Admitted } from '../contract.ts'
import { freeBeds } from './free-beds.ts'

interface Found {
  readonly id: string
  readonly name: string
  readonly mrn?: string
  readonly sex: string
  readonly birthDate?: string
}

interface ChartVisits {
  readonly openVisit?: {
    readonly id: string
    readonly at?: string
    readonly place?: string
    readonly reason?: string
  }
}

interface AdmitDialogProps {
  readonly board: Board
  readonly bedId?: string
  readonly onClose: () => void
}

const sources = ['outpatient', 'emergency', 'direct'] as const
type Source = (typeof sources)[number]

/** Admits a patient to the department of the board: from a visit here, from emergency, or straight in. */
export function AdmitDialog({ board, bedId, onClose }: AdmitDialogProps) {
  const go = useGo()
  const [patient, setPatient] = useState<Found>()
  const [told, setSource] = useState<Source>()
  const [written, setReason] = useState<string>()
  const [payer, setPayer] = useState<'bhyt' | 'self'>('bhyt')
  const [bed, setBed] = useState<string | undefined>(bedId)
  const visit = useApi<ChartVisits>(patient && `/api/patients/${patient.id}/chart`).data?.openVisit
  const { source, reason } = assumed(visit, told, written)
  const admit = useCommand((body: object, act) => api.post<Admitted>('/api/ward/admissions', body, act), {
    refresh: ['/api/ward', '/api/stays'],
    done: ({ encounterId }) => go(`/stay/${encounterId}/overview`),
  })
  const anySex = admit.error?.code === 'ward.otherSex'
  const fromHold = admit.error?.code === 'ward.bedHeld'
  const body = {
    patientId: patient?.id,
    departmentId: board.department.id,
    source,
    reason,
    payer,
    ...(bed ? { bedId: bed } : {}),
    ...(anySex ? { anySex } : {}),
    ...(fromHold ? { fromHold } : {}),
    ...(source === 'outpatient' && visit ? { fromEncounterId: visit.id } : {}),
  }
  const lacking = lackingOf(patient, reason)
  return (
    <Dialog
      open
      onClose={onClose}
      width={640}
      title={t('ward.admit.to', { department: board.department.name })}
      actions={
        <Button kind="primary" busy={admit.busy} disabledBecause={lacking} onClick={() => void admit.run(body)}>
          {t(anySex || fromHold ? 'ward.move.anyway' : 'ward.admit.do')}
        </Button>
      }
    >
      <Stack>
        {admit.error && <Failure error={admit.error} />}
        <SearchPicker<Found>
          label={t('ward.admit.patient')}
          placeholder={t('ward.admit.search')}
          minLength={2}
          keep
          autoFocus
          search={async (q, signal) =>
            (await api.get<{ patients: Found[] }>('/api/patients', { q }, { signal })).patients
          }
          row={(one) => ({
            key: one.id,
            title: one.name,
            note: [formatSex(one.sex), formatDay(one.birthDate), formatMrn(one.mrn)].filter(Boolean).join(' · '),
          })}
          onPick={setPatient}
        />
        <Choice
          label={t('ward.admit.source')}
          value={source}
          onChange={setSource}
          options={sources.map((value) => ({ value, label: t(`ward.source.${value}`) }))}
        />
        {source === 'outpatient' && patient && (
          <p className="lo-dense lo-ink2">
            {visit
              ? t('ward.admit.visit', { place: visit.place ?? '', reason: visit.reason ?? '' })
              : t('ward.admit.noVisit')}
          </p>
        )}
        <TextField label={t('ward.admit.reason')} value={reason} onChange={setReason} maxLength={300} />
        <FieldGrid>
          <SelectField
            label={t('ward.admit.bed')}
            placeholder={t('ward.admit.noBed')}
            value={bed}
            onChange={setBed}
            options={bedOptions(board, bedId)}
          />
          <Choice
            label={t('ward.admit.payer')}
            value={payer}
            onChange={setPayer}
            options={[
              { value: 'bhyt', label: t('ward.payer.bhyt') },
              { value: 'self', label: t('ward.payer.self') },
            ]}
          />
        </FieldGrid>
      </Stack>
    </Dialog>
  )
}

/** Who is in a room here comes from there, for what he came there. */
function assumed(visit: ChartVisits['openVisit'], told: Source | undefined, written: string | undefined) {
  const source = told ?? (visit ? 'outpatient' : 'emergency')
  return { source, reason: written ?? (source === 'outpatient' ? visit?.reason : undefined) ?? '' }
}

function lackingOf(patient: Found | undefined, reason: string): string | undefined {
  if (!patient) return t('ward.admit.who')
  return reason.trim() === '' ? t('ward.admit.why') : undefined
}

/** Free beds, and the one that was picked on the board even when it is kept for somebody. */
function bedOptions(board: Board, bedId: string | undefined) {
  const free = freeBeds(board)
  const kept = board.rooms.flatMap((room) => room.beds).find((one) => one.id === bedId)
  return !kept || free.some((one) => one.value === bedId) ? free : [{ value: kept.id, label: kept.name }, ...free]
}
