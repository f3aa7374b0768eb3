import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { commandIdOf, inTransaction } from '#platform/http/command.ts'
import { auditView } from '#store/audit.ts'
import { checkScan, indexScan } from './check.ts'
import * as contract from './contract.ts'
import { mostScanBytes } from './inspect.ts'
import { readWords } from './reading/read-words.ts'
import { listScans, lockScan } from './repository.ts'
import { upload } from './upload.ts'

const params = contract.ScanPath

export function digitisingRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/scans',
      permission: 'digitising.scan',
      summary: 'Upload a scan of paper (PDF, JPEG, TIFF, PNG) for a record',
      query: contract.UploadQuery,
      // The file is read before the transaction of the command.
      command: false,
      maxBodyBytes: mostScanBytes,
      upload: ['pdf', 'jpeg', 'tiff', 'png'],
    },
    ({ ctx, query, body, request }) =>
      upload(ctx, commandIdOf(request.headers), { encounterId: query.encounter, name: query.name, body }),
  )
  api(
    {
      method: 'GET',
      path: '/scans',
      permission: 'digitising.read',
      summary: 'Scans that wait to be indexed or checked, or all of a record',
      query: contract.ListScans,
    },
    async ({ ctx, query }) => ({ rows: await listScans(ctx, query.encounter) }),
  )
  api(
    {
      method: 'GET',
      path: '/scans/:id/file',
      permission: 'digitising.read',
      summary: 'The pages of a scan, cleaned up',
      params,
    },
    async ({ ctx, params: { id }, reply }) =>
      reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="scan.pdf"')
        .header('cache-control', 'private, no-store')
        .send(await readFile(ctx, id)),
  )
  api(
    {
      method: 'GET',
      path: '/scans/:id/words',
      permission: 'digitising.read',
      summary: 'What a machine read in a scan, how sure it was, and what it proposes for the index',
      params,
    },
    ({ ctx, params: { id } }) => readWords(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/scans/:id/index',
      permission: 'digitising.scan',
      summary: 'Say which paper a scan is and the day on it',
      params,
      body: contract.IndexScan,
    },
    ({ ctx, params: { id }, body }) => indexScan(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/scans/:id/check',
      permission: 'digitising.check',
      summary: 'As a second person, find a scan faithful and seal it into the record, or reject it',
      params,
      body: contract.CheckScan,
      // The seal is asked before the transaction of the command.
      command: false,
    },
    ({ ctx, params: { id }, body, request }) => checkScan(ctx, commandIdOf(request.headers), id, body),
  )
}

async function readFile(ctx: Context, id: string): Promise<Buffer> {
  const scan = await inTransaction(ctx, (tx) => lockScan(tx, id))
  if (!scan) throw commonErrors.notFound({ type: 'Scan', id })
  await auditView(ctx, { patientId: scan.patient_id, kind: 'scan', entities: [`Encounter/${scan.encounter_id}`] })
  return ctx.blobs.get(scan.clean)
}
