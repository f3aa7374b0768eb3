import { useRef } from 'react'
import { Button, Dialog, t } from '#web/kit/index.ts'

interface LabelsProps {
  readonly requisition: string
  readonly path: string
  readonly onClose: () => void
}

/** The labels as they will be printed; the frame holds the printed page itself. */
export function LabelsDialog({ requisition, path, onClose }: LabelsProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('laboratory.labels.title', { number: requisition })}
      width={680}
      actions={
        <>
          <Button onClick={onClose}>{t('laboratory.act.back')}</Button>
          <Button kind="primary" icon="print" onClick={() => frame.current?.contentWindow?.print()}>
            {t('laboratory.labels.print')}
          </Button>
        </>
      }
    >
      <p className="lo-ink2">{t('laboratory.labels.hint')}</p>
      <iframe
        ref={frame}
        className="lab-labels"
        title={t('laboratory.labels.title', { number: requisition })}
        src={`${path}/labels`}
      />
    </Dialog>
  )
}
