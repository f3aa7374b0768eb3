import { useState } from 'react'
import { Button, CameraScanner, Dialog, Stack, TextField, t } from '#web/kit/index.ts'

interface ReadDialogProps {
  readonly title: string
  readonly onText: (text: string) => void
  readonly onClose: () => void
}

/** A code typed by hand, from below the bars. */
export function TypeCode({ title, onText, onClose }: ReadDialogProps) {
  const [text, setText] = useState('')
  function send(): void {
    if (text.trim() === '') return
    onText(text.trim())
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{t('medicines.back')}</Button>
          <Button kind="primary" onClick={send}>
            {t('medicines.scan.read')}
          </Button>
        </>
      }
    >
      <Stack>
        <TextField
          label={t('medicines.scan.code')}
          hint={t('medicines.scan.codeHint')}
          value={text}
          onChange={setText}
          onEnter={send}
          autoFocus
        />
      </Stack>
    </Dialog>
  )
}

/** The camera, where no scanner is at hand. */
export function CameraDialog({ title, onText, onClose }: ReadDialogProps) {
  return (
    <Dialog open onClose={onClose} title={title}>
      <CameraScanner
        onText={(text) => {
          onText(text)
          onClose()
        }}
        onClose={onClose}
      />
    </Dialog>
  )
}
