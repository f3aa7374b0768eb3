import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { findCurrent } from '../read.ts'
import type { Change, CommitOptions } from '../types.ts'
import type { Entry } from './entries.ts'
import { findOne } from './find-one.ts'

export interface TransactionOptions extends CommitOptions {
  /** Import: a POST keeps the id that the resource carries, and is left out when that id is stored already. */
  readonly keepIds?: boolean
}

export interface Planned {
  readonly entry: Entry
  readonly type: string
  readonly id: string
  readonly change: Change | undefined
}

export interface Planning {
  readonly options: TransactionOptions
  readonly present: ReadonlySet<string>
  /** `Type/id` of what the same entries delete. */
  readonly deleted: Set<string>
}

/** What an entry comes to: which resource, and what is to be written of it. */
export async function plan(ctx: Context, entry: Entry, planning: Planning): Promise<Planned> {
  if (entry.method === 'POST') return planCreate(ctx, entry, planning)
  return entry.method === 'PUT' ? planUpdate(ctx, entry, planning) : planDelete(ctx, entry, planning)
}

async function planCreate(ctx: Context, entry: Entry, planning: Planning): Promise<Planned> {
  const { type } = entry
  const { options, present, deleted } = planning
  const existing = entry.query === undefined ? undefined : await findOne(ctx, type, entry.query, deleted)
  if (existing !== undefined) return { entry, type, id: existing, change: undefined }
  const own = options.keepIds ? entry.resource?.id : undefined
  if (own !== undefined && present.has(`${type}/${own}`)) return { entry, type, id: own, change: undefined }
  const id = own ?? ctx.newId()
  return { entry, type, id, change: { kind: 'create', id, resource: given(entry), isNew: own === undefined } }
}

async function planUpdate(ctx: Context, entry: Entry, { deleted }: Planning): Promise<Planned> {
  const { type } = entry
  const resource = given(entry)
  const found = entry.query === undefined ? undefined : await findOne(ctx, type, entry.query, deleted)
  const id = entry.id ?? found ?? resource.id ?? ctx.newId()
  if (resource.id !== undefined && resource.id !== id) throw storeErrors.idMismatch({ type, id })
  // A condition that matches nothing makes something new; it never overwrites what has that id already.
  if (entry.id === undefined && found === undefined)
    return { entry, type, id, change: { kind: 'create', id, resource: Object.assign(resource, { id }) } }
  const ifVersion = entry.ifVersion === undefined ? {} : { ifVersion: entry.ifVersion }
  return { entry, type, id, change: { kind: 'update', resource: Object.assign(resource, { id }), ...ifVersion } }
}

async function planDelete(ctx: Context, entry: Entry, { deleted }: Planning): Promise<Planned> {
  const { type } = entry
  const id = entry.id ?? (await findOne(ctx, type, entry.query ?? ''))
  if (id === undefined) return { entry, type, id: '', change: undefined }
  // Deleting what is not there succeeds and changes nothing: http://hl7.org/fhir/R4/http.html#delete
  // Outside a transaction the write itself finds out.
  if (ctx.db.isTransaction && !(await findCurrent(ctx, type, id))) return { entry, type, id, change: undefined }
  deleted.add(`${type}/${id}`)
  const ifVersion = entry.ifVersion === undefined ? {} : { ifVersion: entry.ifVersion }
  return { entry, type, id, change: { kind: 'delete', type, id, ...ifVersion } }
}

function given(entry: Entry): Resource {
  if (!entry.resource) throw storeErrors.bundle({ reason: `entry ${entry.index}: resource is missing` })
  return entry.resource
}
