import { isResourceId } from '#fhir/primitives.ts'
import { wordOf } from '#kernel/word-of.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import type { Change, CommitOptions } from '../types.ts'
import type { Member, Write } from '../write.ts'

/** Gives every change its type and id. The same resource may occur once in a commit. */
export function openWrites(ctx: Context, changes: readonly Change[], options: CommitOptions): Member {
  const seen = new Set<string>()
  const writes: Write[] = []
  const member: Member = { ctx, options, at: ctx.now(), writes }
  for (const change of changes) {
    const type = change.kind === 'delete' ? change.type : change.resource?.resourceType
    if (typeof type !== 'string' || !structures.isResource(type))
      throw storeErrors.unknownType({ type: wordOf(type) })
    const id = idOf(ctx, change)
    if (!isResourceId(id)) throw storeErrors.invalidId({ id: wordOf(id, 80) })
    const key = `${type}/${id}`
    if (seen.has(key)) throw storeErrors.twice({ type, id })
    seen.add(key)
    writes.push({
      member,
      change,
      type,
      typeNumber: typeNumber(type),
      id,
      kind: change.kind,
      version: 0,
      references: [],
      holdsBase64: false,
      places: { references: [], logical: [] },
      namedRecords: [],
      content: empty,
    })
  }
  return member
}

const empty = Buffer.alloc(0)

function idOf(ctx: Context, change: Change): string {
  if (change.kind === 'delete') return change.id
  if (change.kind === 'update') return change.resource.id ?? ''
  return change.id ?? change.resource.id ?? ctx.newId()
}
