import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { canonicalJson, parseJsonBytes } from '#fhir/json.ts'
import { subsetOf } from '#modules/fhir-api/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import {
  type AsOf,
  chooseAssociated,
  chooseFiltered,
  countExported,
  type ExportedRow,
  readExported,
  takePoint,
} from './export-rows.ts'
import { jobFolder } from './job-folder.ts'
import { addFiles, type FileRow, filesOf, isCancelled, type JobRow, markEnded } from './job-rows.ts'
import { countOrganized, headerOf, nextPatient, readOf, readPlace } from './organized-rows.ts'

const perStep = 1000
const newline = Buffer.from('\n')

/** Writes the files of an export; after a restart it goes on where the last step was safe. */
export async function runExport(ctx: Context, job: JobRow): Promise<void> {
  const asOf = await pointOf(ctx, job)
  await mkdir(jobFolder(ctx, job.id), { recursive: true })
  await planFiles(ctx, job, asOf)
  for (const file of await filesOf(ctx, job.id)) {
    if (!file.done && !(await writeFile(ctx, job, asOf, file))) return
  }
  await finish(ctx, job)
}

async function pointOf(ctx: Context, job: JobRow): Promise<AsOf> {
  if (job.as_of_seq !== null) return { job: job.id, seq: job.as_of_seq, request: job.request }
  const at = ctx.now()
  const seq = await takePoint(ctx)
  await sql`update bulk_job set as_of = ${at}, as_of_seq = ${seq}
    where facility = ${ctx.facility} and id = ${job.id}`.execute(ctx.db)
  return { job: job.id, seq, request: job.request }
}

/** One file per type that has anything, and one for what was deleted since. */
async function planFiles(ctx: Context, job: JobRow, asOf: AsOf): Promise<void> {
  if ((await filesOf(ctx, job.id)).length > 0) return
  await chooseFiltered(ctx, asOf)
  await chooseAssociated(ctx, asOf)
  const counts = await countExported(ctx, asOf)
  const files: Parameters<typeof addFiles>[2][number][] = organizedFiles(await organizedCounts(ctx, asOf))
  for (const type of [...job.request.types].sort()) {
    const { living, deleted } = counts.get(type) ?? { living: 0, deleted: 0 }
    if (living > 0 && !job.request.organizedBy)
      files.push({ n: files.length, role: 'output', type, name: `${type}.ndjson`, counted: living })
    if (deleted > 0 && job.request.since !== null)
      files.push({ n: files.length, role: 'deleted', type, name: `deleted-${type}.ndjson`, counted: deleted })
  }
  await addFiles(ctx, job.id, files)
  const expected = files.reduce((sum, file) => sum + (file.counted ?? 0), 0)
  await sql`update bulk_job set expected = ${expected} where facility = ${ctx.facility} and id = ${job.id}`.execute(
    ctx.db,
  )
}

const nothing = { patients: 0, theirs: 0, others: 0 }

const organizedCounts = (ctx: Context, asOf: AsOf) =>
  asOf.request.organizedBy ? countOrganized(ctx, asOf) : Promise.resolve(nothing)

/** One file of patients, each behind a header, and one of what belongs to none. */
function organizedFiles({ patients, theirs, others }: typeof nothing): Parameters<typeof addFiles>[2][number][] {
  const of = (type: string, name: string, counted: number) => ({ role: 'output' as const, type, name, counted })
  return [
    ...(theirs > 0 ? [of('Patient', 'by-Patient.ndjson', patients + theirs)] : []),
    ...(others > 0 ? [of('Resource', 'without-Patient.ndjson', others)] : []),
  ].map((file, n) => ({ ...file, n }))
}

/** A part of a file: its lines, and where the next begins. */
interface Step {
  readonly lines: readonly Buffer[]
  readonly after: string
  readonly ended: boolean
}

async function stepOf(ctx: Context, job: JobRow, asOf: AsOf, file: FileRow, after: string | null): Promise<Step> {
  if (job.request.organizedBy && file.role === 'output') return organizedStep(ctx, job, asOf, file, after)
  const { rows, hasMore } = await readExported(ctx, asOf, file.type, after ?? '', perStep)
  const chosen = rows.filter((row) => (row.kind === 'd') === (file.role === 'deleted'))
  return {
    lines: chosen.map((row) => lineOf(job, file.role, file.type, row)),
    after: rows.at(-1)?.id ?? after ?? '',
    ended: !hasMore,
  }
}

async function organizedStep(
  ctx: Context,
  job: JobRow,
  asOf: AsOf,
  file: FileRow,
  after: string | null,
): Promise<Step> {
  const place = readPlace(after)
  const byPatient = file.type === 'Patient'
  const begins = byPatient && place.type < 0
  const patient = begins ? await nextPatient(ctx, asOf, place.patient) : place.patient
  if (patient === undefined) return { lines: [], after: JSON.stringify(place), ended: true }
  const { rows, hasMore } = await readOf(ctx, asOf, byPatient ? patient : null, place, perStep)
  const last = hasMore ? rows.at(-1) : undefined
  return {
    lines: [
      ...(begins ? [headerOf(patient)] : []),
      ...rows.map((row) => lineOf(job, 'output', row.type, { ...row, kind: 'u' })),
    ],
    after: JSON.stringify({ patient, type: last?.number ?? -1, id: last?.id ?? '' }),
    ended: !byPatient && last === undefined,
  }
}

/** False when the job was cancelled meanwhile. */
async function writeFile(ctx: Context, job: JobRow, asOf: AsOf, file: FileRow): Promise<boolean> {
  const path = join(jobFolder(ctx, job.id), file.name)
  const handle = await open(path, 'a')
  try {
    let [bytes, lines, after] = [Number(file.bytes), Number(file.lines), file.after_id]
    await handle.truncate(bytes)
    for (;;) {
      if (await isCancelled(ctx, job.id)) return false
      const step = await stepOf(ctx, job, asOf, file, after)
      const text = Buffer.concat(step.lines.flatMap((line) => [line, newline]))
      await handle.appendFile(text)
      await handle.datasync()
      ;[bytes, lines, after] = [bytes + text.length, lines + step.lines.length, step.after]
      await keepProgress(ctx, job, file, { bytes, lines, after, added: step.lines.length })
      if (step.ended) break
    }
  } finally {
    await handle.close()
  }
  await sql`update bulk_file set done = true, sha256 = ${await hashOf(path)}
    where facility = ${ctx.facility} and job_id = ${job.id} and n = ${file.n}`.execute(ctx.db)
  return true
}

/** Bulk Data Access IG: a deletion is a transaction bundle with one DELETE entry. */
function lineOf({ request }: JobRow, role: FileRow['role'], type: string, row: ExportedRow): Buffer {
  if (role === 'deleted') {
    const entry = [{ request: { method: 'DELETE', url: `${type}/${row.id}` } }]
    return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }))
  }
  const names = request.elements.filter((name) => !/^[A-Z]/.test(name) || name.startsWith(`${type}.`))
  if (names.length === 0) return row.content
  return Buffer.from(canonicalJson(subsetOf(parseJsonBytes(row.content), { kind: 'elements', names })))
}

async function keepProgress(
  ctx: Context,
  job: JobRow,
  file: FileRow,
  now: { readonly bytes: number; readonly lines: number; readonly after: string; readonly added: number },
): Promise<void> {
  await sql`with kept as (
      update bulk_file set bytes = ${now.bytes}, lines = ${now.lines}, after_id = ${now.after}
      where facility = ${ctx.facility} and job_id = ${job.id} and n = ${file.n})
    update bulk_job set processed = processed + ${now.added} where facility = ${ctx.facility} and id = ${job.id}`.execute(
    ctx.db,
  )
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}

/** Done only when every file holds what the database counted. */
async function finish(ctx: Context, job: JobRow): Promise<void> {
  const files = await filesOf(ctx, job.id)
  const wrong = files.find((file) => file.counted !== file.lines)
  await writeAudit(ctx, {
    action: 'export',
    outcome: wrong ? 'failed' : 'success',
    detail: {
      channel: 'fhir',
      job: job.id,
      actor: job.actor,
      scope: job.request.authority?.scope ?? '',
      reach: job.request.authority?.reach ?? '',
      url: job.request_url.slice(0, 500),
      files: files.length,
    },
  })
  if (wrong)
    await markEnded(
      ctx,
      job.id,
      'failed',
      `${wrong.name} has ${wrong.lines} lines, the database counts ${wrong.counted}`,
    )
  else await markEnded(ctx, job.id, 'done')
}
