import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'

/** What this module reports to the auditor. Details hold ids and codes only. */
export type IdentityAction =
  | 'login'
  | 'confirm'
  | 'logout'
  | 'lock'
  | 'denial'
  | 'token'
  | 'account-create'
  | 'account-update'
  | 'account-lock'
  | 'account-unlock'
  | 'password-set'
  | 'client-create'
  | 'client-update'
  | 'setup'
  | 'screen-lock'
  | 'screen-return'
  | 'badge-make'
  | 'badge-end'
  | 'pin-set'
  | 'pin-remove'
  | 'device-end'
  | 'factor-add'
  | 'factor-remove'
  | 'breached-list'
  | 'app-launch'
  | 'staff-update'
  | 'provider-add'
  | 'provider-change'
  | 'provider-link'
  | 'emergency-prepare'
  | 'emergency-open'
  | 'emergency-end'
  | 'emergency-review'
  | 'email-set'
  | 'review-start'
  | 'review-decide'
  | 'review-close'
  | 'review-print'

/** Writes one audit event of the identity module. */
export function audit(
  ctx: Context,
  action: IdentityAction,
  outcome: 'success' | 'refused',
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  return writeAudit(ctx, { action, outcome, detail })
}

/** Reports a request that was refused for lack of a permission. */
export function auditDenial(ctx: Context, permission: string): Promise<void> {
  return audit(ctx, 'denial', 'refused', { permission })
}
