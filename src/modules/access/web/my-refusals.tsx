import { useState } from 'react'
import { api, Button, Panel, ReasonDialog, t, useApi } from '#web/kit/index.ts'
import type { RefusalView } from '../refusal-contract.ts'
import { RefusalRow } from './refusal-row.tsx'

/** What the patient has refused, who may take it back at any time. Nothing is shown when there is none. */
export function MyRefusals() {
  const [ending, end] = useState<RefusalView | undefined>(undefined)
  const found = useApi<readonly RefusalView[]>('/api/access/refusals/mine')
  if (!found.data || found.data.length === 0) return null
  return (
    <Panel title={t('access.refusal.mine')} count={found.data.length}>
      {found.data.map((one) => (
        <RefusalRow key={one.id} refusal={one}>
          {one.holds && (
            <Button size="sm" onClick={() => end(one)}>
              {t('access.refusal.takeBack')}
            </Button>
          )}
        </RefusalRow>
      ))}
      {ending && (
        <ReasonDialog
          title={t('access.refusal.takeBack')}
          act={t('access.refusal.takeBack')}
          label={t('access.refusal.takeBackNote')}
          least={0}
          refresh={['/api/access/refusals']}
          run={(reason, act) => api.post('/api/access/refusals/mine/end', { consent: ending.id, reason }, act)}
          onClose={() => end(undefined)}
        />
      )}
    </Panel>
  )
}
