import { useState } from 'react'
import { Button, Chip, can, type EntryState, formatDateTime, Num, Panel, StateChip, t } from '#web/kit/index.ts'
import type { RequisitionView, TubeView } from '../contract.ts'
import { LabelsDialog } from './labels-dialog.tsx'
import { RejectDialog } from './reject-dialog.tsx'

/** Colours of stoppers as they are on the tubes; the word stands beside. */
const stoppers: Readonly<Record<string, string>> = {
  lavender: '#b9a3d8',
  red: '#c8382d',
  green: '#4fa57a',
  blue: '#7aa7d9',
  grey: '#9a9a9a',
  yellow: '#e6c84c',
  brown: '#9a7048',
  white: '#ffffff',
  clear: '#f4f4f4',
  bottle: '#5b7a99',
}
const states: Readonly<Record<TubeView['status'], EntryState>> = {
  planned: 'draft',
  collected: 'new',
  received: 'done',
  rejected: 'invalid',
}

/** Tubes of a requisition: to be filled, filled, received, refused. */
export function TubesPanel({ view, path }: { readonly view: RequisitionView; readonly path: string }) {
  const [rejecting, setRejecting] = useState<TubeView | undefined>(undefined)
  const [labels, setLabels] = useState(false)
  const printable = view.tubes.some((tube) => tube.status === 'collected' || tube.status === 'received')
  return (
    <Panel
      title={t('laboratory.tubes.title')}
      count={view.tubes.length}
      actions={
        printable && (
          <Button size="sm" icon="print" onClick={() => setLabels(true)}>
            {t('laboratory.act.labels')}
          </Button>
        )
      }
    >
      {view.tubes.map((tube) => (
        <div className="lab-tube" key={tube.specimenId ?? tube.kind}>
          <i aria-hidden="true" style={{ background: stoppers[tube.colour] ?? 'var(--sunken)' }} />
          <div>
            <div style={{ fontWeight: 500 }}>{tube.container || tube.kindName}</div>
            <div className="lo-dense lo-ink2">{tube.tests.join(', ')}</div>
          </div>
          <StateChip state={states[tube.status]}>{t(`laboratory.tube.${tube.status}`)}</StateChip>
          <div className="lo-dense lo-ink2">
            {tube.accession && <Num>{tube.accession}</Num>}{' '}
            {tube.collectedAt && <Num>{formatDateTime(tube.collectedAt)}</Num>}
            {tube.rejection && (
              <div>
                <Chip tone="crit">{rejectionText(tube.rejection)}</Chip>
              </div>
            )}
          </div>
          {(tube.status === 'collected' || tube.status === 'received') &&
            can('laboratory.enter') &&
            view.state !== 'released' && (
              <Button kind="plain" size="sm" onClick={() => setRejecting(tube)}>
                {t('laboratory.tube.reject')}
              </Button>
            )}
        </div>
      ))}
      {rejecting && (
        <RejectDialog tube={rejecting} reasons={view.rejectionReasons} onClose={() => setRejecting(undefined)} />
      )}
      {labels && <LabelsDialog requisition={view.requisition} path={path} onClose={() => setLabels(false)} />}
    </Panel>
  )
}

/** `clotted: more words` has its reason in words of the reader's language. */
function rejectionText(stored: string): string {
  const [reason = '', ...more] = stored.split(': ')
  return [t(`laboratory.reason.${reason}`), ...more].join(': ')
}
