import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  can,
  Empty,
  Failure,
  Loading,
  Panel,
  ReasonDialog,
  TextField,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { RefusalView } from '../refusal-contract.ts'
import { RefusalDialog } from './refusal-dialog.tsx'
import { RefusalRow } from './refusal-row.tsx'

/** What a patient has refused; who may notes more of it, the record office asks to end it by a document. */
export function RefusalsPanel({ patientId }: { readonly patientId: string }) {
  const [adding, add] = useState(false)
  const [asking, ask] = useState<RefusalView | undefined>(undefined)
  const found = useApi<readonly RefusalView[]>('/api/access/refusals', { patient: patientId })
  if (found.isPending) return <Loading rows={2} />
  if (found.isError) return <Failure error={found.error} retry={found.refetch} />
  return (
    <Panel
      title={t('access.refusal.title')}
      count={found.data.length}
      actions={
        can('access.protect') && (
          <Button size="sm" icon="plus" onClick={() => add(true)}>
            {t('access.refusal.add')}
          </Button>
        )
      }
    >
      {found.data.length === 0 && <Empty>{t('access.refusal.none')}</Empty>}
      {found.data.map((one) => (
        <RefusalRow key={one.id} refusal={{ ...one, patientName: undefined }}>
          {can('access.represent') && one.holds && !waits(one) && (
            <Button size="sm" onClick={() => ask(one)}>
              {t('access.refusal.ask')}
            </Button>
          )}
          {one.holds && waits(one) && <Chip>{t('access.refusal.other')}</Chip>}
        </RefusalRow>
      ))}
      {adding && <RefusalDialog patientId={patientId} onClose={() => add(false)} />}
      {asking && <AskDialog consent={asking.id} onClose={() => ask(undefined)} />}
    </Panel>
  )
}

const waits = ({ ends }: RefusalView) => ends.some(({ decision }) => decision === undefined)

function AskDialog({ consent, onClose }: { readonly consent: string; readonly onClose: () => void }) {
  const [document, setDocument] = useState('')
  return (
    <ReasonDialog
      title={t('access.refusal.ask')}
      act={t('access.refusal.ask')}
      label={t('access.refusal.askReason')}
      notReady={document.trim().length >= 5 ? undefined : t('access.refusal.document')}
      refresh={['/api/access/refusals']}
      run={(reason, act) => api.post('/api/access/refusals/ends', { consent, reason, document }, act)}
      onClose={onClose}
    >
      <TextField label={t('access.refusal.document')} required value={document} onChange={setDocument} />
    </ReasonDialog>
  )
}
