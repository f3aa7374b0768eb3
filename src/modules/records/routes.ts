import type { Api } from '#platform/http/api.ts'
import { archive } from './archive.ts'
import { complete } from './complete.ts'
import * as contract from './contract.ts'
import { recordFile } from './export/record-file.ts'
import { exportRecord } from './export-record.ts'
import { countWaiting, findRecords } from './find-records.ts'
import { finish } from './finish.ts'
import { officeRoutes } from './office-routes.ts'
import { recordDetail } from './record-detail.ts'
import { readMembers } from './record-members.ts'
import { recordStatus } from './record-status.ts'
import { mostUploadBytes, verifyUpload } from './verify-upload.ts'

const params = contract.RecordPath

export function recordRoutes(api: Api): void {
  reading(api)
  changing(api)
  officeRoutes(api)
}

function reading(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/records/count',
      permission: 'records.find',
      summary: 'How many records wait to be completed or archived; 100 for a hundred and more',
    },
    ({ ctx }) => countWaiting(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/records',
      permission: 'records.find',
      summary: 'Find records; those of the record office by state',
      query: contract.FindRecords,
    },
    ({ ctx, query }) => findRecords(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/records/:id',
      permission: 'records.read',
      summary: 'Everything of a record on one page',
      params,
    },
    ({ ctx, params: { id } }) => recordDetail(ctx, id),
  )
  api(
    {
      method: 'GET',
      path: '/records/:id/completeness',
      permission: 'records.read',
      summary: 'What a record needs and lacks, its states and its retention',
      params,
    },
    async ({ ctx, params: { id } }) => recordStatus(ctx, await readMembers(ctx, id)),
  )
  api(
    {
      method: 'GET',
      path: '/records/:id/export',
      permission: 'records.export',
      summary: 'The record as one file: signed papers, FHIR document, hashes; pictures included or by reference',
      params,
      query: contract.ExportQuery,
    },
    async ({ ctx, params: { id }, query, reply }) => {
      const { name, bytes } = await exportRecord(ctx, id, query.images)
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(Buffer.from(bytes))
    },
  )
  api(
    {
      method: 'GET',
      path: '/records/:id/files/:sha256',
      permission: 'records.export',
      summary: 'A picture of a record that its export names by reference',
      params: contract.RecordFilePath,
    },
    async ({ ctx, params: { id, sha256 }, reply }) => {
      const { type, bytes } = await recordFile(ctx, id, sha256)
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${sha256}"`)
        .header('cache-control', 'private, no-store')
        .send(bytes)
    },
  )
}

function changing(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/records/:id/finish',
      permission: 'records.finish',
      summary: 'End the visit',
      params,
    },
    ({ ctx, params: { id } }) => finish(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/complete',
      permission: 'records.complete',
      summary: 'Declare the record complete and lock it',
      params,
    },
    ({ ctx, params: { id } }) => complete(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/records/:id/archive',
      permission: 'records.archive',
      summary: 'Archive a complete record under a number and a term',
      params,
    },
    ({ ctx, params: { id } }) => archive(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/records/verify',
      permission: 'login',
      summary: 'Check a signed paper or an exported record; nothing is kept',
      command: false,
      maxBodyBytes: mostUploadBytes,
      upload: ['pdf', 'zip', 'xml', 'json', 'text', 'unknown'],
    },
    ({ ctx, body }) => verifyUpload(ctx, body),
  )
}
