import type { HospitalModule } from '#platform/module.ts'
import { roles } from './data-files.ts'
import { identityErrors } from './errors.ts'

const known = new Map<string, ReadonlySet<string>>()

/** Everything that the named roles allow. A role that no longer has a file allows nothing. */
export function permissionsOf(roleNames: readonly string[]): ReadonlySet<string> {
  const key = [...roleNames].sort().join(' ')
  const found = known.get(key)
  if (found) return found
  const made = new Set(roleNames.flatMap((name) => roles.get(name)?.permissions ?? []))
  known.set(key, made)
  return made
}

/** Throws unless each name has a file in data/roles. */
export function requireRoles(roleNames: readonly string[]): void {
  const missing = roleNames.find((name) => !roles.has(name))
  if (missing !== undefined) throw identityErrors.unknownRole({ role: missing.slice(0, 64) })
}

/** Called at start: a role file that names a permission no module declares stops the program. */
export function checkRoles(modules: readonly Pick<HospitalModule, 'permissions'>[]): void {
  const declared = new Set(modules.flatMap((module) => Object.keys(module.permissions)))
  const unknown = [...roles.values()].flatMap((role) =>
    role.permissions.filter((name) => !declared.has(name)).map((name) => `${role.name}: ${name}`),
  )
  if (unknown.length > 0) throw identityErrors.unknownPermission({ permissions: unknown.join(', ') })
}
