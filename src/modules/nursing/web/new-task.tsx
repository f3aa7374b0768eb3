import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Dialog,
  SelectField,
  Stack,
  serverNow,
  TextField,
  t,
  useCommand,
  useKept,
} from '#web/kit/index.ts'
import type { NursingView, OwnTaskBody } from '../contract.ts'
import { words } from './words.ts'

const hours = ['0', '1', '2', '4'] as const
const hourMs = 3_600_000

/** A task that a nurse sets for this patient, now or some hours on. */
export function NewTask({ view }: { readonly view: NursingView }) {
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState<string>()
  const [text, setText] = useState('')
  const [inHours, setInHours] = useState<(typeof hours)[number]>()
  const closed = () => {
    setOpen(false)
    setText('')
  }
  const save = useCommand(
    (body: OwnTaskBody, act) => api.post(`/api/stays/${view.encounterId}/own-tasks`, body, act),
    {
      refresh: ['/api/stays', '/api/ward'],
      done: closed,
      ...useKept(t('nursing.task.new'), closed),
    },
  )
  const send = () => {
    if (!code || !inHours) return
    const dueAt = new Date(serverNow().getTime() + Number(inHours) * hourMs).toISOString()
    void save.run({ code, dueAt, ...(text.trim() ? { text: text.trim() } : {}) })
  }
  const missing = code && inHours ? undefined : t('nursing.task.missing')
  return (
    <>
      <Button size="sm" icon="plus" onClick={() => setOpen(true)}>
        {t('nursing.task.new')}
      </Button>
      {open && (
        <Dialog
          open
          onClose={() => setOpen(false)}
          title={t('nursing.task.new')}
          actions={
            <Button kind="primary" icon="check" busy={save.busy} disabledBecause={missing} onClick={send}>
              {t('nursing.task.set')}
            </Button>
          }
        >
          <Stack>
            <SelectField
              label={t('nursing.task.kind')}
              value={code}
              onChange={setCode}
              options={view.taskWords.map((one) => ({ value: one.code, label: words(one.title) }))}
            />
            <TextField label={t('nursing.task.text')} value={text} onChange={setText} maxLength={200} />
            <Choice
              label={t('nursing.task.when')}
              value={inHours}
              onChange={setInHours}
              options={hours.map((value) => ({ value, label: t('nursing.task.inHours', { hours: value }) }))}
            />
            {save.error && <Alert level="warning" title={save.error.title} />}
          </Stack>
        </Dialog>
      )}
    </>
  )
}
