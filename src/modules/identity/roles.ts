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

/** Throws when one of the named roles is unknown, or of other systems: they act by a token, never as a person who logs in. */
export function requireRolesOfPeople(roleNames: readonly string[]): void {
  requireRoles(roleNames)
  const role = roleNames.find((name) => roles.get(name)?.of === 'systems')
  if (role !== undefined) throw identityErrors.roleOfSystems({ role })
}

/** Called at start: a role file that names a permission no module declares stops the program. */
export function checkRoles(modules: readonly Pick<HospitalModule, 'permissions'>[]): void {
  const declared = new Set(modules.flatMap((module) => Object.keys(module.permissions)))
  const unknown = [...roles.values()].flatMap((role) =>
    role.permissions.filter((name) => !declared.has(name)).map((name) => `${role.name}: ${name}`),
  )
  if (unknown.length > 0) throw identityErrors.unknownPermission({ permissions: unknown.join(', ') })
}

/** What people call a role; a role that no longer has a file goes by its name. */
export const titleOfRole = (name: string, language: 'vi' | 'en'): string =>
  roles.get(name)?.title[language] ?? name
