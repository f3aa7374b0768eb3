import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { roles } from '../data-files.ts'
import { type Operation, readOperations } from './read-user.ts'
import { groupOf, listOf } from './resources.ts'
import { scimError } from './scim-error.ts'
import { membersOf, setMember } from './users.ts'

function requireRole(id: string): void {
  if (!roles.has(id)) throw scimError(404, undefined, `Group ${id.slice(0, 64)} not found`)
}

export async function readGroup(ctx: Context, id: string, base: string) {
  requireRole(id)
  return groupOf(id, await membersOf(ctx, id), base)
}

export async function listGroups(ctx: Context, base: string) {
  const names = [...roles.keys()]
  const groups = await Promise.all(names.map((name) => readGroup(ctx, name, base)))
  return listOf(groups, groups.length, 1)
}

/** Members join and leave a role; roles themselves are files. @see RFC 7644 §3.5.2 */
export async function patchGroup(ctx: Context, id: string, body: unknown, base: string) {
  requireRole(id)
  const operations = readOperations(body)
  await inTransaction(ctx, async (within) => {
    for (const operation of operations) await carryOut(within, id, operation)
  })
  return readGroup(ctx, id, base)
}

async function carryOut(ctx: Context, role: string, { op, path, value }: Operation): Promise<void> {
  const named = /^members\[value eq "([^"]{1,64})"\]$/.exec(path)?.[1]
  if (path !== 'members' && !named) throw scimError(400, 'invalidPath')
  const members = named ? [named] : idsOf(value)
  const before = op === 'replace' ? await membersOf(ctx, role) : []
  const gone = before.filter(({ id }) => !members.includes(id))
  for (const { id } of gone) await setMember(ctx, id, role, false)
  for (const member of members) await setMember(ctx, member, role, op !== 'remove')
}

function idsOf(value: unknown): string[] {
  if (!Array.isArray(value) || value.length > 200) throw scimError(400, 'invalidValue')
  return value.map((one) => String((one as { value?: unknown } | null)?.value ?? ''))
}
