import { useState } from 'react'
import { Alert, api, formatDay, notify, ReasonDialog, SelectField, t } from '#web/kit/index.ts'
import type { RecordStatus } from '../contract.ts'

/** Keeps an archived record longer after a death or an accident came to light. */
export function RaiseDialog({ status, onClose }: { readonly status: RecordStatus; readonly onClose: () => void }) {
  const suggested = status.raise.find((one) => one.suggested)
  const [chosen, choose] = useState<string | undefined>(suggested?.code)
  return (
    <ReasonDialog
      title={t('records.raise.title', { number: status.number })}
      act={t('records.raise.act')}
      icon="archive"
      run={(reason, act) => api.post(`/api/records/${status.id}/raise-retention`, { class: chosen, reason }, act)}
      refresh={['/api/records', '/api/record-destructions']}
      done={() => {
        notify(t('records.raise.done'))
        onClose()
      }}
      onClose={onClose}
      notReady={chosen ? undefined : t('records.raise.class')}
    >
      <p>{t('records.raise.harm')}</p>
      {suggested && <Alert level="note" title={t('records.raise.died')} />}
      <SelectField
        label={t('records.raise.class')}
        required
        value={chosen}
        onChange={choose}
        options={status.raise.map(({ code, title, years, until }) => ({
          value: code,
          label: t('records.raise.option', { title, years, until: formatDay(until) }),
        }))}
      />
    </ReasonDialog>
  )
}
