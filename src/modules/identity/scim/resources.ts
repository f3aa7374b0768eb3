import { titleOfRole } from '../roles.ts'
import type { AccountRow } from '../tables.ts'

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** An account as a SCIM user; secrets are never told. @see RFC 7643 §4.1 */
export function userOf(account: AccountRow, base: string) {
  return {
    schemas: [userSchema, enterpriseSchema],
    id: account.id,
    ...(account.external_id ? { externalId: account.external_id } : {}),
    userName: account.user_name,
    displayName: account.name,
    name: { formatted: account.name },
    active: account.active,
    roles: account.roles.map((value) => ({ value, display: titleOfRole(value, 'vi') })),
    groups: account.roles.map((value) => ({
      value,
      display: titleOfRole(value, 'vi'),
      $ref: `${base}/Groups/${value}`,
    })),
    [enterpriseSchema]: { department: account.departments.join(' ') },
    meta: {
      resourceType: 'User',
      created: account.created_at.toISOString(),
      location: `${base}/Users/${account.id}`,
    },
  }
}

/** A role as a SCIM group. @see RFC 7643 §4.2 */
export function groupOf(role: string, members: readonly AccountRow[], base: string) {
  return {
    schemas: [groupSchema],
    id: role,
    displayName: titleOfRole(role, 'vi'),
    members: members.map(({ id, name }) => ({ value: id, display: name, $ref: `${base}/Users/${id}` })),
    meta: { resourceType: 'Group', location: `${base}/Groups/${role}` },
  }
}

export function listOf(resources: readonly object[], total: number, startIndex: number) {
  return {
    schemas: [listSchema],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}
