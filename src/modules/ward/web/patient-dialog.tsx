import { useState } from 'react'
import {
  api,
  Button,
  can,
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
