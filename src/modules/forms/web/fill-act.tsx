import { useState } from 'react'
import { api, Button, can, Dialog, refresh, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { OpenFill } from './use-fill.ts'

type Kind = 'amend' | 'cancel'

interface ReasonProps {
  readonly fill: OpenFill
  readonly kind: Kind
  readonly onClose: () => void
}

/** Both acts leave a trace: the reason stays with the fill. */
function ReasonDialog({ fill, kind, onClose }: ReasonProps) {
  const { view, keeper } = fill
  const [reason, setReason] = useState('')
  const act = useCommand(
    async (given: string, command) => {
      if (view.editable) await keeper.flush()
      await api.post(`/api/fills/${view.id}/${kind}`, { reason: given }, command)
    },
    {
      done: () => {
        void refresh('/api/fills', '/api/documents')
        onClose()
      },
    },
  )
  const missing = reason.trim().length < 3
  return (
    <Dialog
      open
      danger={kind === 'cancel'}
      onClose={onClose}
      title={t(`fill.${kind}.title`)}
      actions={
        <>
          <Button onClick={onClose}>{t('fill.goBack')}</Button>
          <Button
            kind="primary"
            busy={act.busy}
            onClick={() => void act.run(reason.trim())}
            {...(missing ? { disabledBecause: t('fill.reason.missing') } : {})}
          >
            {t(`fill.${kind}.go`)}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t(`fill.${kind}.text`)}</div>
        <TextArea
          label={t('fill.reason')}
          required
          autoFocus
          maxLength={300}
          value={reason}
          onChange={setReason}
          {...(act.error ? { error: act.error.title } : {})}
        />
      </Stack>
    </Dialog>
  )
}

interface ActProps {
  readonly fill: OpenFill
  readonly kind: Kind
}

/** Opens a completed fill again, or takes a fill out of use: never without a reason. */
export function FillAct({ fill, kind }: ActProps) {
  const { view } = fill
  const [asked, setAsked] = useState(false)
  const closed = view.status === 'completed' || view.status === 'amended'
  const possible = kind === 'amend' ? closed && !view.editable : view.editable || closed
  if (!possible || !can('forms.amend')) return null
  return (
    <>
      <Button
        size="sm"
        kind={kind === 'amend' ? 'secondary' : 'plain'}
        icon={kind === 'amend' ? 'edit' : 'trash'}
        onClick={() => setAsked(true)}
      >
        {t(`fill.${kind}`)}
      </Button>
      {asked && <ReasonDialog fill={fill} kind={kind} onClose={() => setAsked(false)} />}
    </>
  )
}
