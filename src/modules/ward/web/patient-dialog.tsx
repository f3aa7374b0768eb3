import { useState } from 'react'
import {
  api,
  Button,
  can,
  DateField,
  Dialog,
  Failure,
  formatDateTime,
  Inline,
  KeyValue,
  Stack,
  t,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { Board, Lying } from '../board-contract.ts'
import { TransferDialog } from './transfer-dialog.tsx'

interface PatientDialogProps {
  readonly board: Board
  readonly patient: Lying
  readonly onClose: () => void
  readonly onMove: () => void
}

/** Who lies here, and what is done from the board: open, move, transfer, discharge. */
export function PatientDialog({ board, patient, onClose, onMove }: PatientDialogProps) {
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const url = `/api/stays/${patient.encounterId}`
  const back = useCommand((_: true, act) => api.post(`${url}/return`, {}, act), {
    refresh: ['/api/ward', '/api/stays'],
    done: onClose,
  })
  if (asking) return <TransferDialog board={board} patient={patient} onClose={onClose} />
  const open = (screen: string) => go(`/stay/${patient.encounterId}/${screen}`)
  const isStill = !board.isPast && !patient.onLeave
  return (
    <Dialog open onClose={onClose} title={patient.name}>
      <Stack>
        {back.error && <Failure error={back.error} />}
        <KeyValue
          items={[
            { label: t('ward.patient.age'), value: patient.ageText ?? '' },
            { label: t('ward.patient.record'), value: patient.recordNumber },
            { label: t('ward.patient.admitted'), value: formatDateTime(patient.admittedAt) },
            { label: t('ward.patient.diagnosis'), value: patient.diagnosis ?? patient.reason },
            ...(patient.doctor ? [{ label: t('ward.patient.doctor'), value: patient.doctor }] : []),
          ]}
        />
        {!board.isPast && can('ward.place') && <ExpectedDischarge patient={patient} url={url} onSaved={onClose} />}
        <Inline wrap>
          <Button kind="primary" autoFocus onClick={() => open('overview')}>
            {t('ward.patient.open')}
          </Button>
          {isStill && can('ward.place') && (
            <Button icon="bed" onClick={onMove}>
              {t('ward.patient.move')}
            </Button>
          )}
          {isStill && can('ward.transfer') && !patient.transferTo && (
            <Button icon="swap" onClick={() => setAsking(true)}>
              {t('ward.patient.transfer')}
            </Button>
          )}
          {patient.onLeave && !board.isPast && can('ward.place') && (
            <Button icon="undo" busy={back.busy} onClick={() => void back.run(true)}>
              {t('ward.patient.back')}
            </Button>
          )}
          {!board.isPast && can('ward.discharge') && (
            <Button icon="door" onClick={() => open('discharge')}>
              {t('ward.discharge.title')}
            </Button>
          )}
        </Inline>
      </Stack>
    </Dialog>
  )
}

interface ExpectedProps {
  readonly patient: Lying
  readonly url: string
  readonly onSaved: () => void
}

/** When the bed is expected to come free. */
function ExpectedDischarge({ patient, url, onSaved }: ExpectedProps) {
  const [day, setDay] = useState(patient.expectedDischarge ?? '')
  const keep = useCommand(
    (given: string, act) => api.put(`${url}/expected-discharge`, { day: given || null }, act),
    { refresh: ['/api/ward', '/api/stays'], done: onSaved },
  )
  return (
    <>
      {keep.error && <Failure error={keep.error} />}
      <Inline align="flex-end" wrap>
        <DateField label={t('ward.expected.label')} value={day} onChange={(value) => setDay(value ?? '')} />
        {day !== (patient.expectedDischarge ?? '') && (
          <Button busy={keep.busy} onClick={() => void keep.run(day)}>
            {t('ward.expected.save')}
          </Button>
        )}
      </Inline>
    </>
  )
}
