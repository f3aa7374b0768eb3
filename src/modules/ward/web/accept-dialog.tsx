import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  Failure,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { Board, Incoming } from '../board-contract.ts'
import { freeBeds } from './free-beds.ts'

interface AcceptDialogProps {
  readonly board: Board
  readonly transfer: Incoming
  readonly onClose: () => void
}

/** The receiving ward takes the patient into a bed, or sends the transfer back with a reason. */
export function AcceptDialog({ board, transfer, onClose }: AcceptDialogProps) {
  const [bedId, setBedId] = useState<string>()
  const [reason, setReason] = useState('')
  const url = `/api/stays/${transfer.encounterId}/transfer`
  const options = { refresh: ['/api/ward', '/api/stays'], done: onClose }
  const accept = useCommand(
    (anySex: boolean, act) => api.post(`${url}/accept`, { ...(bedId ? { bedId } : {}), anySex }, act),
    options,
  )
  const refuse = useCommand((given: string, act) => api.post(`${url}/refuse`, { reason: given }, act), options)
  const error = accept.error ?? refuse.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ward.transfer.accept', { name: transfer.name })}
      actions={
        <>
          <Button
            onClick={() => void refuse.run(reason)}
            disabledBecause={reason.trim().length < 5 ? t('ward.transfer.whyRefuse') : undefined}
            busy={refuse.busy}
          >
            {t('ward.transfer.refuse')}
          </Button>
          <Button
            kind="primary"
            busy={accept.busy}
            onClick={() => void accept.run(error?.code === 'ward.otherSex')}
          >
            {t(error?.code === 'ward.otherSex' ? 'ward.move.anyway' : 'ward.transfer.take')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>
          {t('ward.side.from', { from: transfer.from })} · {transfer.reason} · {transfer.askedBy}
        </p>
        {transfer.missing.length > 0 && (
          <Alert level="warning" title={t('ward.transfer.missing', { forms: transfer.missing.join(', ') })} />
        )}
        {error && <Failure error={error} />}
        <SelectField
          label={t('ward.admit.bed')}
          placeholder={t('ward.admit.noBed')}
          value={bedId}
          onChange={setBedId}
          options={freeBeds(board)}
        />
        <TextField label={t('ward.transfer.refuseReason')} value={reason} onChange={setReason} />
      </Stack>
    </Dialog>
  )
}
