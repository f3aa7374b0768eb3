import { useState } from 'react'
import { Alert, api, Button, Dialog, Stack, TextArea, TextField, t, useCommand } from '#web/kit/index.ts'
import type { ResultRow } from '../contract.ts'
import { shownValue } from './flags.ts'

/** Corrects a released value: the old one stays visible, the reason is asked, the harm is named. */
export function AmendDialog({ row, onClose }: { readonly row: ResultRow; readonly onClose: () => void }) {
  const [value, setValue] = useState('')
  const [reason, setReason] = useState('')
  const command = useCommand(
    (body: { value: string; reason: string; version: number }, act) =>
      api.post(`/api/laboratory/results/${row.result?.id}/amend`, body, act),
    {
      refresh: ['/api/laboratory'],
      done: onClose,
    },
  )
  const missing =
    value.trim() === ''
      ? t('laboratory.amend.value')
      : reason.trim().length < 5
        ? t('laboratory.amend.reason')
        : undefined
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('laboratory.amend.title', { test: row.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('laboratory.act.back')}</Button>
          <Button
            kind="danger"
            busy={command.busy}
            disabledBecause={missing}
            onClick={() => void command.run({ value, reason, version: row.result?.version ?? 1 })}
          >
            {t('laboratory.amend.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('laboratory.amend.harm')}</p>
        <p>
          <span className="lo-label">{t('laboratory.amend.old')}</span>{' '}
          <b className="lo-num">
            {shownValue(row.result?.value ?? '')} {row.unit}
          </b>
        </p>
        {command.error && <Alert level="warning" title={command.error.title} />}
        <TextField
          label={t('laboratory.amend.value')}
          required
          figures
          value={value}
          onChange={setValue}
          hint={row.range?.text}
          autoFocus
        />
        <TextArea
          label={t('laboratory.amend.reason')}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
      </Stack>
    </Dialog>
  )
}
