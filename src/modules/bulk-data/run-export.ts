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
  chooseFiltered,
  countExported,
  type ExportedRow,
  readExported,
  takePoint,
} from './export-rows.ts'
import { jobFolder } from './job-folder.ts'
import { addFiles, type FileRow, filesOf, isCancelled, type JobRow, markEnded } from './job-rows.ts'

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
  const counts = await countExported(ctx, asOf)
  const files: Parameters<typeof addFiles>[2][number][] = []
  for (const type of [...job.request.types].sort()) {
    const { living, deleted } = counts.get(type) ?? { living: 0, deleted: 0 }
    if (living > 0) files.push({ n: files.length, role: 'output', type, name: `${type}.ndjson`, counted: living })
    if (deleted > 0 && job.request.since !== null)
      files.push({ n: files.length, role: 'deleted', type, name: `deleted-${type}.ndjson`, counted: deleted })
  }
  await addFiles(ctx, job.id, files)
  const expected = files.reduce((sum, file) => sum + (file.counted ?? 0), 0)
  await sql`update bulk_job set expected = ${expected} where facility = ${ctx.facility} and id = ${job.id}`.execute(
    ctx.db,
  )
}

/** False when the job was cancelled meanwhile. */
async function writeFile(ctx: Context, job: JobRow, asOf: AsOf, file: FileRow): Promise<boolean> {
  const path = join(jobFolder(ctx, job.id), file.name)
  const handle = await open(path, 'a')
  try {
    let [bytes, lines, after] = [Number(file.bytes), Number(file.lines), file.after_id ?? '']
    await handle.truncate(bytes)
    for (;;) {
      if (await isCancelled(ctx, job.id)) return false
      const rows = await readExported(ctx, asOf, file.type, after, perStep)
      const chosen = rows.filter((row) => (row.kind === 'd') === (file.role === 'deleted'))
      const text = Buffer.concat(chosen.flatMap((row) => [lineOf(job, file, row), newline]))
      await handle.appendFile(text)
      await handle.datasync()
      ;[bytes, lines, after] = [bytes + text.length, lines + chosen.length, rows.at(-1)?.id ?? after]
      await keepProgress(ctx, job, file, { bytes, lines, after, added: chosen.length })
      if (rows.length < perStep) break
    }
  } finally {
    await handle.close()
  }
  await sql`update bulk_file set done = true, sha256 = ${await hashOf(path)}
    where facility = ${ctx.facility} and job_id = ${job.id} and n = ${file.n}`.execute(ctx.db)
  return true
}

/** Bulk Data Access IG: a deletion is a transaction bundle with one DELETE entry. */
function lineOf({ request }: JobRow, { role, type }: FileRow, row: ExportedRow): Buffer {
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
