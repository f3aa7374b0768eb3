import type { Person } from '../people/apply-person.ts'
import { enterpriseSchema, patchSchema } from './resources.ts'
import { scimError } from './scim-error.ts'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function text(value: unknown, most = 200): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || value.length > most) throw scimError(400, 'invalidValue')
  return value
}

/** Some senders write booleans as text. */
function flag(value: unknown): boolean | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw scimError(400, 'invalidValue')
}

function valuesOf(value: unknown): string[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value) || value.length > 50) throw scimError(400, 'invalidValue')
  return value.map((one) => text(isObject(one) ? one['value'] : one) ?? '').filter(Boolean)
}

function departmentsOf(body: Json): string[] | undefined {
  const enterprise = body[enterpriseSchema]
  const named = text(isObject(enterprise) ? enterprise['department'] : undefined)
  return named?.split(/[\s,;]+/).filter(Boolean)
}

function nameOf(body: Json): string | undefined {
  const { name } = body
  const formatted = isObject(name) ? text(name['formatted']) : undefined
  const parts = isObject(name) ? [name['familyName'], name['givenName']].map((part) => text(part)) : []
  return text(body['displayName']) ?? formatted ?? (parts.filter(Boolean).join(' ') || undefined)
}

/** A user as another system sends it. @see RFC 7643 §4.1 */
export function readUser(body: unknown): Person {
  if (!isObject(body)) throw scimError(400, 'invalidSyntax')
  const userName = text(body['userName'], 64)
  if (!userName) throw scimError(400, 'invalidValue')
  return {
    userName,
    name: nameOf(body),
    roles: valuesOf(body['roles']),
    departments: departmentsOf(body),
    active: flag(body['active']),
    externalId: text(body['externalId']),
    password: text(body['password'], 256),
  }
}

export interface Operation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value: unknown
}

/** The operations of a PATCH; names of operations come in any case. @see RFC 7644 §3.5.2 */
export function readOperations(body: unknown): readonly Operation[] {
  const schemas = isObject(body) ? body['schemas'] : undefined
  const operations = isObject(body) ? body['Operations'] : undefined
  if (!Array.isArray(schemas) || !schemas.includes(patchSchema) || !Array.isArray(operations))
    throw scimError(400, 'invalidSyntax')
  if (operations.length > 100) throw scimError(400, 'tooMany')
  return operations.map((one: unknown) => {
    const op = isObject(one) ? String(one['op']).toLowerCase() : ''
    if (!isObject(one) || !['add', 'remove', 'replace'].includes(op)) throw scimError(400, 'invalidSyntax')
    return { op: op as Operation['op'], path: text(one['path']) ?? '', value: one['value'] }
  })
}

/** What the operations leave of a user: members that are named, the others as they were. */
export function patchedUser(user: Json, operations: readonly Operation[]): Json {
  let so = user
  for (const { op, path, value } of operations) {
    if (op === 'remove') so = withoutMember(so, path, value)
    else for (const [name, one] of membersOf(path, value)) so = withMember(so, name, addedTo(so, op, name, one))
  }
  return so
}

/** What is added joins the roles that are there. */
function addedTo(user: Json, op: Operation['op'], name: string, value: unknown): unknown {
  if (name !== 'roles') return value
  const given = Array.isArray(value) ? value : [value]
  const before = op === 'add' ? (valuesOf(user['roles']) ?? []) : []
  return [...new Set([...before, ...(valuesOf(given) ?? [])])]
}

/** Removes roles, all or some, the department or the id of the sender; everything else of a user is never without a value. */
function withoutMember(user: Json, path: string, value: unknown): Json {
  if (path === 'externalId') return { ...user, externalId: '' }
  if (path === `${enterpriseSchema}:department`) return { ...user, [enterpriseSchema]: { department: '' } }
  const named = /^roles\[value eq "([^"]{1,64})"\]$/i.exec(path)?.[1]
  if (path !== 'roles' && named === undefined) throw scimError(400, 'invalidPath')
  const gone = named === undefined ? valuesOf(value) : [named]
  const roles = gone ? (valuesOf(user['roles']) ?? []).filter((role) => !gone.includes(role)) : []
  return { ...user, roles }
}

function membersOf(path: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (path !== '') return [[path, value]]
  if (!isObject(value)) throw scimError(400, 'invalidValue')
  return Object.entries(value)
}

function withMember(user: Json, path: string, value: unknown): Json {
  const named = path.replace(`${enterpriseSchema}:`, 'enterprise.')
  if (named === 'enterprise.department') return { ...user, [enterpriseSchema]: { department: value } }
  if (named === 'name.formatted') return { ...user, displayName: value }
  if (path.includes('[')) throw scimError(400, 'invalidPath')
  const member = named.split('.')[0] ?? ''
  if (!['userName', 'displayName', 'name', 'active', 'roles', 'externalId', enterpriseSchema].includes(member))
    return user
  if (member === 'name' && isObject(value)) return { ...user, displayName: undefined, name: value }
  return { ...user, [member]: value }
}
