import type { Context } from '#platform/context.ts'
import { type FileRow, filesOf, type JobRow } from './job-rows.ts'

/**
 * What a finished job tells, with the hash of every file.
 * @see https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status
 */
export async function manifestOf(ctx: Context, job: JobRow, address: string) {
  const files = await filesOf(ctx, job.id)
  const { organizedBy } = job.request
  const entries = (role: FileRow['role']) =>
    files
      .filter((file) => file.role === role && (role !== 'error' || Number(file.lines) > 0))
      .map((file) => ({
        ...(role === 'output' && organizedBy
          ? {}
          : { type: role === 'output' ? file.type : role === 'deleted' ? 'Bundle' : 'OperationOutcome' }),
        url: `${address}/files/${file.name}`,
        count: Number(file.lines),
        extension: { sha256: file.sha256, bytes: Number(file.bytes) },
      }))
  return {
    transactionTime: (job.as_of ?? job.asked_at).toISOString(),
    request: job.request_url,
    requiresAccessToken: true,
    ...(organizedBy ? { outputOrganizedBy: organizedBy } : {}),
    output: entries('output'),
    deleted: entries('deleted'),
    error: entries('error'),
    extension: {
      authority: job.request.authority,
      expected: Number(job.expected),
      processed: Number(job.processed),
      failed: Number(job.failed),
      inputs: files
        .filter((file) => file.role === 'input')
        .map((file) => ({ type: file.type, name: file.name, lines: Number(file.lines) })),
    },
  }
}
