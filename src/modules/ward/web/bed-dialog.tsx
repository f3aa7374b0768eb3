import { useState } from 'react'
import { type Act, api, Button, Dialog, Failure, Inline, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { Bed, Board } from '../board-contract.ts'

interface BedDialogProps {
  readonly bed: Bed
  readonly board: Board
  readonly onClose: () => void
  readonly onAdmit: (() => void) | undefined
}

type Doing =
  | { readonly status: string }
  | { readonly hold: string }
  | { readonly release: true }
  | { readonly place: string }

/** What can be done with a bed that nobody lies in. */
export function BedDialog({ bed, board, onClose, onAdmit }: BedDialogProps) {
  const [note, setNote] = useState('')
  const url = `/api/ward/beds/${bed.id}`
  const run = (doing: Doing, act: Act): Promise<void> => {
    if ('status' in doing) return api.put(url, doing, act)
    if ('hold' in doing) return api.post(`${url}/hold`, { note: doing.hold }, act)
    if ('place' in doing)
      return api.post(`/api/stays/${doing.place}/bed`, { bedId: bed.id, anySex: true, fromHold: true }, act)
    return api.post(`${url}/release`, {}, act)
  }
  const command = useCommand(run, { refresh: ['/api/ward', '/api/stays'], done: onClose })
  const states = (['U', 'H', 'I', 'C', 'K'] as const).filter((one) => one !== codeOf(bed))
  const isOpen = bed.state === 'free' || bed.state === 'held' || bed.state === 'isolated'
  return (
    <Dialog open onClose={onClose} title={`${bed.name} · ${t(`ward.bed.${bed.state}`)}`}>
      <Stack>
        {command.error && <Failure error={command.error} />}
        {isOpen && (
          <Inline wrap>
            {onAdmit && (
              <Button kind="primary" icon="plus" onClick={onAdmit}>
                {t('ward.admit.title')}
              </Button>
            )}
            {board.unplaced.map((one) => (
              <Button key={one.encounterId} onClick={() => void command.run({ place: one.encounterId })}>
                {t('ward.bed.give', { name: one.name })}
              </Button>
            ))}
          </Inline>
        )}
        <Inline wrap>
          {states.map((status) => (
            <Button key={status} busy={command.busy} onClick={() => void command.run({ status })}>
              {t(`ward.bed.make.${status}`)}
            </Button>
          ))}
          {bed.hold && (
            <Button onClick={() => void command.run({ release: true })}>{t('ward.bed.release')}</Button>
          )}
        </Inline>
        {bed.state === 'free' && (
          <Inline align="flex-end">
            <TextField label={t('ward.bed.holdFor')} value={note} onChange={setNote} />
            <Button
              disabledBecause={note.trim().length < 2 ? t('ward.bed.holdWhom') : undefined}
              onClick={() => void command.run({ hold: note.trim() })}
            >
              {t('ward.bed.hold')}
            </Button>
          </Inline>
        )}
      </Stack>
    </Dialog>
  )
}

const codes: Partial<Record<Bed['state'], string>> = {
  free: 'U',
  held: 'U',
  cleaning: 'H',
  isolated: 'I',
  closed: 'C',
  contaminated: 'K',
}
const codeOf = (bed: Bed) => codes[bed.state]
