import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { requirePermission } from '#platform/permission.ts'
import { writeAudit } from '#store/audit.ts'
import { requireStill } from './authority.ts'
import { bulkErrors } from './errors.ts'
import { jobFolder } from './job-folder.ts'
import { filesOf, findJob, markEnded } from './job-rows.ts'
import { manifestOf } from './manifest.ts'

const JobParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const FileParams = Type.Object({ id: Type.String({ format: 'uuid' }), name: Type.String({ maxLength: 120 }) })

/** Where `Content-Location` of $export and $import leads. */
export function bulkRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/bulk-data/jobs/:id',
      permission: 'login',
      summary: 'State of a bulk job: 202 with X-Progress while it runs, then its manifest',
      params: JobParams,
    },
    async ({ ctx, params, request, reply }) => {
      const job = await needJob(ctx, params.id)
      if (job.state === 'failed') throw bulkErrors.failed({ id: job.id, reason: job.error ?? '' })
      if (job.state !== 'done') {
        const of = Number(job.expected) === 0 ? '' : ` of ${job.expected}`
        return reply.code(202).header('x-progress', `${job.processed}${of}`).header('retry-after', '2').send()
      }
      const own = ctx.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`
      return manifestOf(ctx, job, `${own}/api/bulk-data/jobs/${job.id}`)
    },
  )
  api(
    {
      method: 'DELETE',
      path: '/bulk-data/jobs/:id',
      permission: 'login',
      summary: 'Cancels a bulk job or gives its files up',
      params: JobParams,
      command: false,
    },
    async ({ ctx, params, reply }) => {
      const job = await needJob(ctx, params.id)
      await markEnded(ctx, job.id, 'cancelled')
      await rm(jobFolder(ctx, job.id), { recursive: true, force: true })
      return reply.code(202).send()
    },
  )
  api(
    {
      method: 'GET',
      path: '/bulk-data/jobs/:id/files/:name',
      permission: 'login',
      summary: 'A file of a finished bulk job, NDJSON',
      params: FileParams,
    },
    async ({ ctx, params, reply }) => {
      const job = await needJob(ctx, params.id)
      await requireStill(ctx, job)
      const file = (await filesOf(ctx, job.id)).find((one) => one.name === params.name && one.role !== 'input')
      const empty = file?.role === 'error' && Number(file.lines) === 0
      if (!file || empty || job.state !== 'done') throw bulkErrors.noFile({ name: params.name.slice(0, 120) })
      await writeAudit(ctx, {
        action: 'export',
        outcome: 'success',
        detail: { channel: 'fhir', job: job.id, file: file.name, lines: Number(file.lines) },
      })
      return reply
        .type('application/fhir+ndjson')
        .header('content-length', file.bytes)
        .send(createReadStream(join(jobFolder(ctx, job.id), file.name)))
    },
  )
}

/** The one who asked may fetch; so may whoever may export. */
async function needJob(ctx: Context, id: string) {
  const job = await findJob(ctx, id)
  if (!job) throw bulkErrors.noJob({ id })
  if (job.actor !== ctx.actor.id) requirePermission(ctx.actor, 'fhir.export')
  if (job.state === 'cancelled') throw bulkErrors.ended({ id })
  return job
}
