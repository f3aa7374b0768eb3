import { useState } from 'react'
import { DateField, t } from '#web/kit/index.ts'

/** From and to as whole days, and the fields for them. */
export function usePeriod() {
  const [from, setFrom] = useState<string | undefined>(undefined)
  const [to, setTo] = useState<string | undefined>(undefined)
  return {
    query: { ...(from ? { from } : {}), ...(to ? { to } : {}) },
    fields: (
      <>
        <DateField label={t('audit.filter.from')} hideLabel value={from} onChange={setFrom} />
        <DateField label={t('audit.filter.to')} hideLabel value={to} onChange={setTo} />
      </>
    ),
  }
}
