import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Authority } from './authority.ts'
import { bulkErrors } from './errors.ts'

export interface ExportRequest {
  readonly level: 'system' | 'patient' | 'group'
  readonly types: readonly string[]
  readonly since: string | null
  /** Patients of a group, or those that are named; null when all are meant. */
  readonly patients: readonly string[] | null
  /** A type without any is exported whole. */
  readonly filters: readonly TypeFilter[]
  /** `name` or `Patient.name`; a type of which nothing is named stays whole. */
  readonly elements: readonly string[]
  /** Which Provenances come with what is exported; absent when they are exported as any other type. */
  readonly associated?: 'latest' | 'relevant'
  /** The files hold one patient after the other instead of one type each. */
  readonly organizedBy?: 'Patient'
}

export interface TypeFilter {
  readonly type: string
  readonly query: string
}

export interface ImportRequest {
  readonly inputs: readonly { readonly type: string; readonly url: string }[]
}

export interface JobRow {
  readonly id: string
  readonly kind: 'export' | 'import'
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly actor: string
  readonly request_url: string
  readonly request: ExportRequest & ImportRequest & { readonly authority?: Authority }
  readonly asked_at: Date
  readonly ended_at: Date | null
  readonly as_of: Date | null
  readonly as_of_seq: string | null
  readonly expected: string
  readonly processed: string
  readonly failed: string
  readonly error: string | null
}

export interface FileRow {
  readonly n: number
  readonly role: 'output' | 'deleted' | 'error' | 'input'
  readonly type: string
  readonly name: string
  readonly counted: string | null
  readonly lines: string
  readonly bytes: string
  readonly after_id: string | null
  readonly sha256: string | null
  readonly done: boolean
}

const mostOpen = 10

export async function addJob(
  ctx: Context,
  kind: JobRow['kind'],
  requestUrl: string,
  request: (ExportRequest | ImportRequest) & { readonly authority: Authority },
): Promise<string> {
  const open = await openJobs(ctx)
  if (open.length >= mostOpen) throw bulkErrors.tooManyJobs({ count: open.length })
  const id = ctx.newId()
  await sql`
    insert into bulk_job (facility, id, kind, actor, request_url, request, asked_at)
    values (${ctx.facility}, ${id}, ${kind}, ${ctx.actor.id}, ${requestUrl}, ${JSON.stringify(request)}::jsonb, ${ctx.now()})`.execute(
    ctx.db,
  )
  return id
}

export async function openJobs(ctx: Context): Promise<readonly JobRow[]> {
  const { rows } = await sql<JobRow>`
    select * from bulk_job where facility = ${ctx.facility} and state in ('waiting', 'running')
    order by asked_at, id`.execute(ctx.db)
  return rows
}

export async function findJob(ctx: Context, id: string): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`
    select * from bulk_job where facility = ${ctx.facility} and id = ${id}`.execute(ctx.db)
  return rows[0]
}

/** Whether somebody cancelled it meanwhile. */
export async function isCancelled(ctx: Context, id: string): Promise<boolean> {
  return (await findJob(ctx, id))?.state !== 'running'
}

export async function markRunning(ctx: Context, id: string): Promise<void> {
  await sql`
    update bulk_job set state = 'running', started_at = coalesce(started_at, ${ctx.now()})
    where facility = ${ctx.facility} and id = ${id} and state in ('waiting', 'running')`.execute(ctx.db)
}

export async function markEnded(
  ctx: Context,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  error: string | null = null,
): Promise<void> {
  await sql`
    with chosen as (delete from bulk_chosen where facility = ${ctx.facility} and job_id = ${id})
    update bulk_job set state = ${state}, ended_at = ${ctx.now()}, error = ${error}
    where facility = ${ctx.facility} and id = ${id} and state in ('waiting', 'running')`.execute(ctx.db)
}

export async function filesOf(ctx: Context, jobId: string): Promise<readonly FileRow[]> {
  const { rows } = await sql<FileRow>`
    select * from bulk_file where facility = ${ctx.facility} and job_id = ${jobId} order by n`.execute(ctx.db)
  return rows
}

export async function addFiles(
  ctx: Context,
  jobId: string,
  files: readonly (Pick<FileRow, 'n' | 'role' | 'type' | 'name'> & { readonly counted?: number })[],
): Promise<void> {
  await sql`
    insert into bulk_file (facility, job_id, n, role, type, name, counted)
    select ${ctx.facility}, ${jobId}, x.n, x.role, x.type, x.name, x.counted
    from json_to_recordset(${JSON.stringify(files)}::json)
      as x(n integer, role text, type text, name text, counted bigint)
    on conflict do nothing`.execute(ctx.db)
}
