import { Chip, formatDay, Panel, Row, t, useApi } from '#web/kit/index.ts'
import type { EndingCertificate } from '../staff/contract.ts'

/** Certificates that are over or end soon; nothing is shown where none does. */
export function EndingCertificates() {
  const ending = useApi<EndingCertificate[]>('/api/accounts/certificates', {}, { background: true })
  if (!ending.data?.length) return null
  return (
    <Panel title={t('identity.staff.ending')} count={ending.data.length}>
      {ending.data.map((one) => (
        <Row
          key={`${one.practitioner} ${one.name}`}
          icon="certificate"
          title={one.person}
          detail={one.name}
          aside={
            <Chip tone={one.over ? 'crit' : 'warn'}>
              {t(one.over ? 'identity.staff.over' : 'identity.staff.until', { day: formatDay(one.to) })}
            </Chip>
          }
        />
      ))}
    </Panel>
  )
}
