import { useState } from 'react'
import { Alert, api, Button, Chip, Dialog, FileButton, Row, Stack, t, useCommand } from '#web/kit/index.ts'
import type { PeopleAnswer } from '../people/contract.ts'

/** Joiners, movers and leavers by a file of the personnel department: shown first, then carried out. */
export function PeopleDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [lines, setLines] = useState<PeopleAnswer>()
  const [done, setDone] = useState(false)
  const send = useCommand(
    (body: { text: string; apply: boolean }, act) => api.post<PeopleAnswer>('/api/accounts/people', body, act),
    {
      refresh: ['/api/accounts'],
      done: (answer, { apply }) => {
        setLines(answer)
        setDone(apply)
      },
    },
  )
  const read = async (file: File) => {
    const content = await file.text()
    setText(content)
    await send.run({ text: content, apply: false })
  }
  const changes = lines?.filter(({ change }) => change !== 'same' && change !== 'refused').length ?? 0
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.people.title')}
      actions={
        <Button
          kind="primary"
          busy={send.busy}
          disabledBecause={changes === 0 || done ? t('identity.people.nothing') : undefined}
          onClick={() => send.run({ text, apply: true })}
        >
          {t('identity.people.apply', { count: changes })}
        </Button>
      }
    >
      <Stack gap={12}>
        <p className="lo-ink2">{t('identity.people.note')}</p>
        <FileButton label={t('identity.people.file')} accept=".csv,.txt" busy={send.busy} onFile={read} />
        {send.error && <Alert level="warning" title={send.error.title} />}
        {done && <Alert level="note" title={t('identity.people.done')} />}
        {lines?.map(({ line, userName, change, told }) => (
          <Row
            key={line}
            icon={change === 'refused' ? 'warning' : 'user'}
            title={userName}
            detail={told}
            aside={
              <Chip {...(change === 'refused' ? { tone: 'warn' } : {})}>{t(`identity.people.${change}`)}</Chip>
            }
          />
        ))}
      </Stack>
    </Dialog>
  )
}
