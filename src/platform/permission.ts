import { commonErrors } from '#kernel/common-errors.ts'
import type { Actor } from './context.ts'

/** Whether the actor holds a permission; `*` holds all. */
export function can(actor: Actor, permission: string): boolean {
  return actor.permissions.has(permission) || actor.permissions.has('*')
}

/** Throws `common.forbidden` unless the actor holds `permission`. */
export function requirePermission(actor: Actor, permission: string): void {
  if (!can(actor, permission)) throw commonErrors.forbidden({ permission })
}
