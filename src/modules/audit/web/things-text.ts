import { hasText, t } from '#web/kit/index.ts'
import type { AuditRow } from '../contract.ts'

type Detail = AuditRow['detail']

const shown = 3
const most = 20

/** The part of the screens or the interface that was asked, from its address: `GET /stays/:id` is about a stay. */
const areaOf = ({ route = '' }: Detail) => /^[A-Z]+ \/([a-z-]+)/.exec(route)?.[1]

/** What was looked at in words; empty when nothing more is known than the kind of data. */
export function viewText({ kind, ...detail }: Detail): string {
  if (kind !== undefined && hasText(`audit.view.${kind}`)) return t(`audit.view.${kind}`)
  const area = areaOf(detail)
  return area !== undefined && hasText(`audit.area.${area}`) ? t(`audit.area.${area}`) : ''
}

function typeText(type: string): string {
  return hasText(`audit.type.${type}`) ? t(`audit.type.${type}`) : t('audit.type.other')
}

/** Kinds of data, also those of a refused address that touched nothing. */
export function thingsText({ entities, detail }: AuditRow): string {
  const asked = /\/fhir\/R4\/([A-Z][A-Za-z]+)/.exec(detail['route'] ?? '')?.[1]
  const types = entities.length > 0 ? entities.map((entity) => entity.split('/')[0] ?? '') : asked ? [asked] : []
  return [...new Set(types.map(typeText))].slice(0, shown).join(', ')
}

/** A permission by its name in words; one of an application by its scope. */
export function permissionText(permission: string): string {
  return hasText(`permission.${permission}`) ? t(`permission.${permission}`) : permission
}

/** Addresses, codes and numbers, for who looks closer. */
export function technicalOf({ action, detail, entities, requestId }: AuditRow): readonly string[] {
  const { reason: _, ...others } = detail
  const facts = Object.entries(others).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]))
  const more = entities.length > most ? [`… ${entities.length - most}`] : []
  return [action, ...facts, ...entities.slice(0, most), ...more, ...(requestId ? [`request: ${requestId}`] : [])]
}
