import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Dialog,
  Inline,
  notify,
  Panel,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { MergeBody, MergeDone, MergePreview, MergeSide } from '../contract.ts'
import { doubts } from '../domain/compare.ts'
import { doubtText } from './comparison.tsx'
import { personNamed } from './person-text.ts'

interface MergeActProps {
  readonly preview: MergePreview
  readonly onDone: () => void
}

const leastReason = 10

/** The reason, then the act; nothing is merged before the dialog has said what will happen. */
export function MergeAct({ preview, onDone }: MergeActProps) {
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const short = reason.trim().length < leastReason
  return (
    <Panel label={t('patientMerge.reason')} pad>
      <Stack>
        <TextArea
          label={t('patientMerge.reason')}
          hint={t('patientMerge.reasonHint')}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
        <Inline justify="flex-end">
          <Button
            kind="primary"
            icon="link"
            disabledBecause={short ? t('patientMerge.reasonHint') : undefined}
            onClick={() => setAsking(true)}
          >
            {t('patientMerge.merge')}
          </Button>
        </Inline>
      </Stack>
      {asking && (
        <ConfirmDialog preview={preview} reason={reason.trim()} onClose={() => setAsking(false)} onDone={onDone} />
      )}
    </Panel>
  )
}

interface ConfirmProps extends MergeActProps {
  readonly reason: string
  readonly onClose: () => void
}

function ConfirmDialog({ preview, reason, onClose, onDone }: ConfirmProps) {
  const { source, target } = preview
  const against = doubts(source, target)
  const [sure, setSure] = useState(false)
  const merge = useCommand((body: MergeBody, act) => api.post<MergeDone>('/api/patient-merges', body, act), {
    refresh: ['/api/patient-merges', '/api/patients', '/api/records'],
    done: () => {
      notify(t('patientMerge.merged'))
      onDone()
    },
  })
  const body = { source: source.id, target: target.id, reason }
  const seen = { source: source.version, target: target.version }
  return (
    <Dialog
      open
      danger
      width={640}
      onClose={onClose}
      title={t('patientMerge.confirm.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('patientMerge.confirm.back')}</Button>
          <Button
            kind="danger"
            icon="link"
            busy={merge.busy}
            disabledBecause={against.length > 0 && !sure ? t('patientMerge.doubt.check') : undefined}
            onClick={() => void merge.run({ ...body, seen })}
          >
            {t('patientMerge.merge')}
          </Button>
        </>
      }
    >
      <Stack>
        {merge.error && <Alert level="warning" title={merge.error.title} />}
        <WhatHappens source={source} target={target} />
        {against.length > 0 && (
          <Alert level="stop" title={t('patientMerge.doubt.text', { what: doubtText(against) })}>
            <div style={{ marginTop: 6 }}>
              <Checkbox label={t('patientMerge.doubt.sure')} checked={sure} onChange={setSure} />
            </div>
          </Alert>
        )}
      </Stack>
    </Dialog>
  )
}

/** In plain words, with the figures of these two entries. */
function WhatHappens({ source, target }: { readonly source: MergeSide; readonly target: MergeSide }) {
  const names = { source: named(source), target: named(target) }
  return (
    <ul className="pm-list">
      <li>{t('patientMerge.confirm.kept', names)}</li>
      <li>{t('patientMerge.confirm.left', names)}</li>
      <li>
        {source.visits > 0
          ? t('patientMerge.confirm.moved', { count: source.visits })
          : t('patientMerge.confirm.movedNoVisit')}
      </li>
      {source.closedVisits > 0 && <li>{t('patientMerge.confirm.closed', { count: source.closedVisits })}</li>}
      <li>{t('patientMerge.confirm.former')}</li>
      <li>{t('patientMerge.confirm.undo')}</li>
    </ul>
  )
}

function named(side: MergeSide): string {
  const mrn = side.numbers.find((one) => one.kind === 'mrn' && !one.former)?.value
  return personNamed(side.name, mrn)
}
