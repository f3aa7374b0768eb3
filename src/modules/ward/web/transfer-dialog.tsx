import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Dialog,
  Failure,
  SelectField,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'

interface TransferDialogProps {
  readonly board: Pick<Board, 'departments' | 'department'>
  readonly patient: { readonly encounterId: string; readonly name: string }
  readonly onClose: () => void
}

/** First step of a transfer: to whom and why. The papers 43/BV2 and 44/BV2 follow before the other ward accepts. */
export function TransferDialog({ board, patient, onClose }: TransferDialogProps) {
  const [departmentId, setDepartmentId] = useState<string>()
  const [reason, setReason] = useState('')
  const [urgent, setUrgent] = useState(false)
  const ask = useCommand(
    (body: object, act) => api.post(`/api/stays/${patient.encounterId}/transfer`, body, act),
    { refresh: ['/api/ward', '/api/stays'], done: onClose },
  )
  const lacking = departmentId && reason.trim().length >= 5 ? undefined : t('ward.transfer.fill')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ward.transfer.title', { name: patient.name })}
      actions={
        <Button
          kind="primary"
          busy={ask.busy}
          disabledBecause={lacking}
          onClick={() => void ask.run({ departmentId, reason, urgent })}
        >
          {t('ward.transfer.ask')}
        </Button>
      }
    >
      <Stack>
        <Alert level="note" title={t('ward.transfer.papers')} />
        {ask.error && <Failure error={ask.error} />}
        <SelectField
          label={t('ward.transfer.to')}
          value={departmentId}
          onChange={setDepartmentId}
          options={board.departments
            .filter((one) => one.id !== board.department.id)
            .map((one) => ({ value: one.id, label: `${one.name} ${one.taken}/${one.beds}` }))}
        />
        <TextArea label={t('ward.transfer.reason')} value={reason} onChange={setReason} />
        <Checkbox label={t('ward.transfer.isUrgent')} checked={urgent} onChange={setUrgent} />
      </Stack>
    </Dialog>
  )
}
