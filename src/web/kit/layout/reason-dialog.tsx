import { type ReactNode, useState } from 'react'
import { Button } from '../fields/button.tsx'
import { TextArea } from '../fields/text-field.tsx'
import type { IconName } from '../marks/icon.tsx'
import type { Act } from '../net/api.ts'
import { useCommand } from '../net/command.ts'
import { Alert } from '../states/states.tsx'
import { t } from '../text/translate.ts'
import { Dialog } from './dialog.tsx'
import { Stack } from './layout.tsx'

interface ReasonDialogProps<Answer> {
  readonly title: string
  /** What the button does, in words. */
  readonly act: string
  readonly icon?: IconName
  readonly danger?: boolean
  readonly label?: string
  /** Shortest reason taken. */
  readonly least?: number
  readonly run: (reason: string, act: Act) => Promise<Answer>
  readonly refresh?: readonly string[]
  readonly done?: (answer: Answer) => void
  readonly onClose: () => void
  /** Another field is not filled in yet. */
  readonly notReady?: string | undefined
  /** What the act does, and fields beside the reason. */
  readonly children?: ReactNode
}

/** An act that needs a written reason: it names the harm, asks why, and has one button. */
export function ReasonDialog<Answer>(props: ReasonDialogProps<Answer>) {
  const { least = 10, danger = false, onClose } = props
  const [reason, setReason] = useState('')
  const hint = t('kit.reason.hint', { count: least })
  const command = useCommand((given: string, act) => props.run(given, act), {
    ...(props.refresh ? { refresh: props.refresh } : {}),
    done: (answer: Answer) => (props.done ? props.done(answer) : onClose()),
  })
  const short = reason.trim().length < least ? hint : undefined
  return (
    <Dialog
      open
      danger={danger}
      onClose={onClose}
      title={props.title}
      actions={
        <>
          <Button onClick={onClose}>{t('kit.back')}</Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            {...(props.icon ? { icon: props.icon } : {})}
            busy={command.busy}
            disabledBecause={props.notReady ?? short}
            onClick={() => void command.run(reason.trim())}
          >
            {props.act}
          </Button>
        </>
      }
    >
      <Stack>
        {props.children}
        {command.error && <Alert level="warning" title={command.error.title} />}
        <TextArea
          label={props.label ?? t('kit.reason')}
          hint={hint}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
          autoFocus
        />
      </Stack>
    </Dialog>
  )
}
