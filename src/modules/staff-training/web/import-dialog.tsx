import { useState } from 'react'
import { Alert, api, Button, Chip, Dialog, FileButton, Row, Stack, t, useCommand } from '#web/kit/index.ts'
import type { ImportLine } from '../contract.ts'

/** Training records by a file: shown first, then taken. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [lines, setLines] = useState<readonly ImportLine[] | undefined>(undefined)
  const [done, setDone] = useState(false)
  const send = useCommand(
    (body: { text: string; apply: boolean }, act) =>
      api.post<readonly ImportLine[]>('/api/staff-training/import', body, act),
    {
      refresh: ['/api/staff-training'],
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
  const count = lines?.filter(({ change }) => change === 'new').length ?? 0
  return (
    <Dialog
      open
      width={640}
      onClose={onClose}
      title={t('staffTraining.import')}
      actions={
        <Button
          kind="primary"
          busy={send.busy}
          disabledBecause={count === 0 || done ? t('staffTraining.import.nothing') : undefined}
          onClick={() => void send.run({ text, apply: true })}
        >
          {t('staffTraining.import.apply', { count })}
        </Button>
      }
    >
      <Stack gap={12}>
        <p className="lo-ink2">{t('staffTraining.import.note')}</p>
        <FileButton label={t('staffTraining.import.file')} accept=".csv,.txt" busy={send.busy} onFile={read} />
        {send.error && <Alert level="warning" title={send.error.title} />}
        {done && <Alert level="note" title={t('staffTraining.import.done')} />}
        {lines?.map((one) => (
          <Row
            key={one.line}
            icon={one.change === 'refused' ? 'warning' : 'user'}
            title={`${one.userName} · ${one.course}`}
            detail={one.told}
            aside={
              <Chip {...(one.change === 'refused' ? { tone: 'warn' as const } : {})}>
                {t(`staffTraining.import.${one.change}`)}
              </Chip>
            }
          />
        ))}
      </Stack>
    </Dialog>
  )
}
