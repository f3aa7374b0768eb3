import { useState } from 'react'
import { Alert, api, Button, Dialog, notify, Stack, TextArea, TextField, t, useCommand } from '#web/kit/index.ts'
import type { RecordStatus } from '../contract.ts'
import type { AddSupplement } from '../office-contract.ts'

/** Adds what came late to an archived record. */
export function SupplementDialog({
  status,
  onClose,
}: {
  readonly status: RecordStatus
  readonly onClose: () => void
}) {
  const [given, setGiven] = useState<AddSupplement>({ title: '', text: '', reason: '' })
  const set = (some: Partial<AddSupplement>) => setGiven((before) => ({ ...before, ...some }))
  const add = useCommand(
    (body: AddSupplement, act) => api.post(`/api/records/${status.id}/supplements`, body, act),
    {
      refresh: ['/api/records', '/api/documents', '/api/signing'],
      done: () => {
        notify(t('records.done.supplement'))
        onClose()
      },
    },
  )
  const whole = given.title.trim().length >= 3 && given.text.trim().length >= 3 && given.reason.trim().length >= 10
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('records.supplement.title', { number: status.number })}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="primary"
            busy={add.busy}
            disabledBecause={whole ? undefined : t('records.reopen.hint')}
            onClick={() => void add.run(given)}
          >
            {t('records.act.supplement')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('records.supplement.note')}</p>
        {add.error && <Alert level="warning" title={add.error.title} />}
        <TextField
          label={t('records.supplement.what')}
          placeholder={t('records.supplement.whatHint')}
          required
          autoFocus
          value={given.title}
          onChange={(title) => set({ title })}
          maxLength={120}
        />
        <TextArea
          label={t('records.supplement.text')}
          required
          value={given.text}
          onChange={(text) => set({ text })}
          maxLength={20_000}
        />
        <TextArea
          label={t('records.reason')}
          hint={t('records.reopen.hint')}
          required
          value={given.reason}
          onChange={(reason) => set({ reason })}
          maxLength={500}
        />
      </Stack>
    </Dialog>
  )
}
