import { hasText, t } from '#web/kit/index.ts'
import type { Acts } from '../contract.ts'

export const knownActions = [
  'create',
  'update',
  'delete',
  'view',
  'read',
  'search',
  'history',
  'sign',
  'print',
  'export',
  'login',
  'logout',
  'denial',
  'merge',
  'unmerge',
  'hold',
  'retain',
  'destroy',
  'request',
  'access-review',
  'denied',
  'import',
  'drill',
  'access-representative',
  'upload',
  'training',
  'reopen',
  'promote',
  'incident',
  'digitise',
  'configuration',
  'break-glass',
  'backup.drill',
  'access-grant',
  'access-label',
  'access-refusal',
  'access-end',
] as const

/** An action in the reader's words. */
export function actionText(action: string): string {
  return t(hasText(`audit.action.${action}`) ? `audit.action.${action}` : 'audit.action.other')
}

/** `Xem 12, In 1`; what was refused stands with its word. */
export function actsText(acts: readonly Acts[]): string {
  return acts
    .map(({ action, outcome, times, listed }) => {
      const more = [listed && t('audit.listed'), outcome !== 'success' && t('audit.refused')].filter(Boolean)
      return `${actionText(action)} ${times}${more.length > 0 ? ` (${more.join(', ')})` : ''}`
    })
    .join(', ')
}
