import { useState } from 'react'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { Alert, api, Button, Checkbox, Dialog, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { CriticalCall, ResultRow } from '../contract.ts'
import { shownValue } from './flags.ts'

/** Who was called about a critical value, when, and that it was read back. */
export function CallDialog({ row, onClose }: { readonly row: ResultRow; readonly onClose: () => void }) {
  const [toWhom, setToWhom] = useState('')
  const [time, setTime] = useState(instantInVietnam(serverNow()).slice(11, 16))
  const [readBack, setReadBack] = useState(false)
  const command = useCommand(
    (body: CriticalCall, act) => api.post(`/api/laboratory/results/${row.result?.id}/call`, body, act),
    {
      refresh: ['/api/laboratory'],
      done: onClose,
    },
  )
  const missing =
    toWhom.trim() === ''
      ? t('laboratory.critical.toWhom')
      : readBack
        ? undefined
        : t('laboratory.critical.readBack')
  const calledAt = `${instantInVietnam(serverNow()).slice(0, 11)}${/^\d{2}:\d{2}$/.test(time) ? time : '00:00'}:00+07:00`
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('laboratory.critical.dialog')}
      actions={
        <>
          <Button onClick={onClose}>{t('laboratory.act.back')}</Button>
          <Button
            kind="primary"
            busy={command.busy}
            disabledBecause={missing}
            onClick={() => void command.run({ toWhom: toWhom.trim(), calledAt, readBack: true })}
          >
            {t('laboratory.critical.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <p style={{ fontWeight: 600 }}>
          {t('laboratory.critical.title', {
            test: row.name,
            value: shownValue(row.result?.value ?? ''),
            unit: row.unit,
          })}
        </p>
        {command.error && <Alert level="warning" title={command.error.title} />}
        <TextField
          label={t('laboratory.critical.toWhom')}
          hint={t('laboratory.critical.toWhomHint')}
          required
          value={toWhom}
          onChange={setToWhom}
          maxLength={120}
          autoFocus
        />
        <TextField
          label={t('laboratory.critical.at')}
          required
          type="time"
          figures
          value={time}
          onChange={setTime}
        />
        <Checkbox label={t('laboratory.critical.readBack')} checked={readBack} onChange={setReadBack} />
      </Stack>
    </Dialog>
  )
}
