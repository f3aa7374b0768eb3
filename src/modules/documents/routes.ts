import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import {
  CorrectBody,
  PaperList,
  PaperParams,
  PapersQuery,
  PaperView,
  PdfQuery,
  PrepareBody,
  PrintQuery,
  PrintRecordQuery,
  ValidationView,
} from './contract.ts'
import { correctPaper } from './correct-paper.ts'
import { readPaper } from './find-papers.ts'
import { listPapers } from './list-papers.ts'
import type { Paper } from './paper-resource.ts'
import { paperViews } from './paper-view.ts'
import { preparePaper } from './prepare-paper.ts'
import { printPaper } from './print-paper.ts'
import { printRecord } from './print-record.ts'
import { sendPdf } from './send-pdf.ts'
import { validatePaper } from './validate-paper.ts'

async function viewOf(ctx: Context, paper: Paper) {
  return (await paperViews(ctx, [paper]))[0]
}

export function routes(api: Api): void {
  papers(api)
  prints(api)
}

function prints(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/papers/:id/print',
      permission: 'documents.print',
      summary: 'A paper for the printer, with the mark of conversion on every page',
      params: PaperParams,
      query: PrintQuery,
    },
    ({ ctx, params, query, reply }) =>
      printPaper(ctx, reply, { id: params.id, ...present({ version: query.version }) }),
  )
  api(
    {
      method: 'GET',
      path: '/records/:id/print',
      permission: 'documents.print',
      summary: 'The whole record as one file: cover, contents, all papers in force',
      params: PaperParams,
      query: PrintRecordQuery,
    },
    ({ ctx, params, query, reply }) =>
      printRecord(ctx, reply, { encounterId: params.id, download: query.download === '1' }),
  )
}

function papers(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/documents',
      permission: 'documents.read',
      summary: 'Papers of a visit, newest first, corrected ones too',
      query: PapersQuery,
      response: PaperList,
    },
    ({ ctx, query }) => listPapers(ctx, query.encounter),
  )
  api(
    {
      method: 'POST',
      path: '/documents/prepare',
      permission: 'documents.prepare',
      summary: 'Lay out a paper from what is stored now and put it before its signers',
      body: PrepareBody,
      response: PaperView,
    },
    async ({ ctx, body }) => viewOf(ctx, await preparePaper(ctx, present(body))),
  )
  api(
    {
      method: 'GET',
      path: '/documents/:id',
      permission: 'documents.read',
      summary: 'One paper and its signatures',
      params: PaperParams,
      response: PaperView,
    },
    async ({ ctx, params }) => viewOf(ctx, await readPaper(ctx, params.id)),
  )
  api(
    {
      method: 'GET',
      path: '/documents/:id/pdf',
      permission: 'documents.read',
      summary: 'The file of a paper, as signed and printed',
      params: PaperParams,
      query: PdfQuery,
    },
    ({ ctx, params, query, reply }) =>
      sendPdf(ctx, reply, {
        id: params.id,
        download: query.download === '1',
        ...present({ version: query.version, batch: query.batch }),
      }),
  )
  api(
    {
      method: 'GET',
      path: '/documents/:id/validation',
      permission: 'documents.read',
      summary: 'Check the signatures of a paper, in words and data',
      params: PaperParams,
      response: ValidationView,
    },
    ({ ctx, params }) => validatePaper(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path: '/documents/:id/correct',
      permission: 'documents.prepare',
      summary: 'Replace a signed paper by a corrected one; both stay visible',
      params: PaperParams,
      body: CorrectBody,
      response: PaperView,
    },
    async ({ ctx, params, body }) => viewOf(ctx, await correctPaper(ctx, params.id, body.reason)),
  )
}
