import type { Context } from '#platform/context.ts'
import { insertAccount } from './account-store.ts'
import { audit } from './audit.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import { hashPassword, requireGoodPassword } from './password.ts'
import { requireRolesOfPeople } from './roles.ts'

export interface NewAccount {
  readonly userName: string
  readonly name: string
  /** Absent: the person comes by another way, or an administrator sets one. */
  readonly password?: string
  readonly roles: readonly string[]
  readonly departments?: readonly string[]
  readonly practitionerId?: string
  readonly patientId?: string
  /** The person must choose an own password at the first login. */
  readonly mustChange?: boolean
  /** Only the seeding of the demo hospital: free of the password rules, refused in production. */
  readonly demo?: boolean
}

/** Makes an account and returns its id. A patient's account is one that names a patient. */
export async function createAccount(ctx: Context, given: NewAccount): Promise<string> {
  const userName = foldUserName(given.userName)
  if (!isUserName(userName)) throw identityErrors.userNameInvalid()
  requireRolesOfPeople(given.roles)
  if (given.password !== undefined && !given.demo) await requireGoodPassword(ctx, given.password, { userName })
  const id = ctx.newId()
  const now = ctx.now()
  await insertAccount(ctx, {
    id,
    user_name: userName,
    kind: given.patientId ? 'patient' : 'person',
    name: given.name.normalize('NFC').trim(),
    password_hash: given.password === undefined ? null : await hashPassword(given.password),
    password_changed_at: given.password === undefined ? null : now,
    must_change: given.mustChange ?? false,
    short_password: false,
    external_id: null,
    off_reason: null,
    opened_at: null,
    practitioner_id: given.practitionerId ?? null,
    patient_id: given.patientId ?? null,
    roles: [...given.roles],
    departments: [...(given.departments ?? [])],
    active: true,
    demo: given.demo ?? false,
    created_at: now,
    last_seen_at: null,
    emergency_until: null,
    email: null,
  })
  await audit(ctx, 'account-create', 'success', { account: id, roles: given.roles.join(' ') })
  return id
}
