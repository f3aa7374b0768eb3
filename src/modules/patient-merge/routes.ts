import { duplicatesOf } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { compareEntries } from './compare-entries.ts'
import {
  CandidatesQuery,
  MergeBody,
  MergeCandidates,
  MergeDone,
  MergeList,
  MergeParams,
  MergePreview,
  MergesQuery,
  PreviewQuery,
  UndoBody,
  UndoDone,
} from './contract.ts'
import { mergeErrors } from './errors.ts'
import { listMerges } from './list-merges.ts'
import { mergePatients } from './merge-patients.ts'
import { findMerge } from './merge-rows.ts'
import { unmergePatients } from './unmerge-patients.ts'

/** The merge for people of the record office; other systems use Patient/$merge. */
export function mergeRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/patient-merges/candidates',
      permission: 'patients.merge',
      summary: 'Entries that may be the same person as one entry, likeliest first',
      query: CandidatesQuery,
      response: MergeCandidates,
    },
    async ({ ctx, query }) => ({ candidates: await duplicatesOf(ctx, query.patient) }),
  )
  api(
    {
      method: 'GET',
      path: '/patient-merges/preview',
      permission: 'patients.merge',
      summary: 'Two entries side by side and what a merge would make of them; changes nothing',
      query: PreviewQuery,
      response: MergePreview,
    },
    ({ ctx, query }) => compareEntries(ctx, query.source, query.target),
  )
  api(
    {
      method: 'GET',
      path: '/patient-merges',
      permission: 'patients.merge',
      summary: 'Merges done and undone, newest first',
      query: MergesQuery,
      response: MergeList,
    },
    ({ ctx, query }) => listMerges(ctx, query.before),
  )
  api(
    {
      method: 'POST',
      path: '/patient-merges',
      permission: 'patients.merge',
      summary: 'Merge one entry of a person into another',
      body: MergeBody,
      response: MergeDone,
    },
    async ({ ctx, body }) => {
      const reason = givenReason(body.reason)
      const { id, rewritten, refiled } = await mergePatients(ctx, { ...body, reason })
      return { id, rewritten, refiled }
    },
  )
  api(
    {
      method: 'POST',
      path: '/patient-merges/:id/undo',
      permission: 'patients.merge',
      summary: 'Take a merge back; names what was changed since and needs a person to look',
      params: MergeParams,
      body: UndoBody,
      response: UndoDone,
    },
    async ({ ctx, params, body }) => undo(ctx, params.id, givenReason(body.reason)),
  )
}

async function undo(ctx: Context, id: string, reason: string) {
  const merge = await findMerge(ctx, id)
  if (!merge) throw mergeErrors.notMerged({ id })
  const { restored, toLookAt } = await unmergePatients(ctx, merge.source, reason)
  return { restored, toLookAt: [...toLookAt] }
}

function givenReason(text: string): string {
  const reason = text.trim()
  if (!reason) throw mergeErrors.reasonMissing()
  return reason
}
