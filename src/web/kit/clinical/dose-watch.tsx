import { useLive } from '../net/live.ts'
import { useApi } from '../net/query.ts'
import { can } from '../net/session.ts'
import { Alert } from '../states/states.tsx'
import { formatNumber } from '../text/format.ts'
import { t } from '../text/translate.ts'

interface Watched {
  readonly alerts: readonly {
    readonly key: string
    readonly level: 'note' | 'warning' | 'stop'
    readonly what: string
    readonly why: string
    readonly todo: string
    readonly lineId: string
  }[]
  readonly basis: { readonly weightKg?: number }
}

/** Standing doses that the weight of now speaks against: GET /api/stays/:encounterId/orders/doses. */
export function DoseWatch({ encounterId }: { readonly encounterId: string }) {
  const path = `/api/stays/${encodeURIComponent(encounterId)}/orders/doses`
  const watched = useApi<Watched>(can('orders.read') ? path : undefined)
  useLive(['Observation', 'MedicationRequest'], [path])
  const { alerts = [], basis } = watched.data ?? {}
  if (alerts.length === 0) return null
  const weight = basis?.weightKg === undefined ? '–' : formatNumber(basis.weightKg)
  return (
    <section aria-label={t('kit.doses.title', { weight })} className="lo-stack" style={{ gap: 6 }}>
      {alerts.map(({ key, lineId, level, what, why, todo }) => (
        <Alert key={`${lineId} ${key}`} level={level === 'stop' ? 'stop' : 'warning'} title={what}>
          {why}. {todo}. {t('kit.doses.weight', { weight })}
        </Alert>
      ))}
    </section>
  )
}
