import { Icon, type IconName, LinkTo, t } from '#web/kit/index.ts'
import type { Need } from '../domain/completeness.ts'

/** What lacks, in words. */
export function missingText(need: Need): string {
  return t(`records.missing.${need.text}`, { name: need.name })
}

/** Where what lacks is done. */
export function placeOf(need: Need, of: { readonly encounterId: string; readonly patientId: string }): string {
  if (need.place === 'laboratory') return `/laboratory/${encodeURIComponent(need.target ?? '')}`
  if (need.place === 'results') return `/patients/${of.patientId}/labs`
  if (need.place === 'documents' && need.text.startsWith('form')) return `/encounters/${of.encounterId}/forms`
  if (need.place === 'documents')
    return need.target ? `/documents/${need.target}` : `/encounters/${of.encounterId}/documents`
  return `/exam/${of.encounterId}`
}

const icons: Readonly<Record<string, IconName>> = {
  signature: 'sign',
  result: 'flask',
  criticalCall: 'danger',
  diagnosis: 'stethoscope',
}

interface MissingProps {
  readonly needs: readonly Need[]
  readonly encounterId: string
  readonly patientId: string
}

/** Everything that lacks: what, with whom, and the way to it. */
export function MissingList({ needs, encounterId, patientId }: MissingProps) {
  return (
    <>
      {needs.map((need) => (
        <div className="lo-row" key={`${need.item} ${need.target} ${need.name}`}>
          <span className="lo-row-icon" data-tone="warn">
            <Icon name={icons[need.text] ?? 'documentMissing'} />
          </span>
          <div className="lo-row-text">
            <LinkTo to={placeOf(need, { encounterId, patientId })}>{missingText(need)}</LinkTo>
            <div className="lo-row-detail">{need.source}</div>
          </div>
          {need.who && (
            <div className="lo-row-aside lo-dense lo-ink2" style={{ maxWidth: 120, textAlign: 'right' }}>
              {need.who}
            </div>
          )}
        </div>
      ))}
    </>
  )
}
