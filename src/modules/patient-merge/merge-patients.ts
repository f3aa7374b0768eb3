import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { checkResult } from './check-result.ts'
import { mergeErrors } from './errors.ts'
import { openMergeOf } from './merge-rows.ts'
import { mergedSource, mergedTarget } from './merged-people.ts'
import { moveMentions } from './move-mentions.ts'
import { moveRows } from './move-rows.ts'
import { readPatient } from './read-patient.ts'

export interface MergeRequest {
  readonly source: string
  readonly target: string
  readonly reason: string
  /** The target as it shall be; made from both when absent. */
  readonly result?: Patient | undefined
  /** The versions that the person who merges has compared. */
  readonly seen?: { readonly source: number; readonly target: number } | undefined
}

export interface Merged {
  readonly id: string
  readonly target: Patient
  readonly rewritten: number
  readonly refiled: number
}

/** The target as it would be, without changing anything. */
export async function previewMerge(ctx: Context, request: MergeRequest): Promise<Patient> {
  const { source, target } = await readBoth(ctx, request)
  return request.result ? checkResult(request.result, source, target) : mergedTarget(source, target)
}

/**
 * Makes one patient of two, in one transaction: the target gets the source's numbers and names, every resource and row that named the source names the target, the source stays as a signpost. What is closed or signed
 * keeps its bytes and is found under the target (decision 0043). Undone by unmergePatients.
 */
export function mergePatients(given: Context, request: MergeRequest): Promise<Merged> {
  return inTransaction(given, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('patient-merge ' || ${ctx.facility}::text, 0))`.execute(
      ctx.db,
    )
    const { source, target } = await readBoth(ctx, request)
    const made = request.result ? checkResult(request.result, source, target) : mergedTarget(source, target)
    const id = ctx.newId()
    const versions = [source, target].map((one) => Number(one.meta?.versionId))
    await sql`
      insert into patient_merge (facility, id, source, target, reason, actor, at, source_version, target_version)
      values (${ctx.facility}, ${id}, ${request.source}, ${request.target}, ${request.reason}, ${ctx.actor.id},
              ${ctx.now()}, ${versions[0]}, ${versions[1]})`.execute(ctx.db)
    const [, written] = await commit<Patient>(
      ctx,
      [
        { kind: 'update', resource: mergedSource(source, request.target), ifVersion: versions[0] ?? 0 },
        { kind: 'update', resource: made, ifVersion: versions[1] ?? 0 },
      ],
      { purpose: 'merge' },
    )
    const counts = await moveMentions(ctx, id, request.source, request.target)
    await moveRows(ctx, id, request.source, request.target)
    await writeAudit(ctx, {
      action: 'merge',
      outcome: 'success',
      patientId: request.target,
      entities: [`Patient/${request.source}`, `Patient/${request.target}`],
      purpose: request.reason,
      detail: { merge: id, ...counts },
    })
    return { id, target: (written?.resource ?? made) as Patient, ...counts }
  })
}

async function readBoth(ctx: Context, request: MergeRequest): Promise<{ source: Patient; target: Patient }> {
  if (request.source === request.target) throw mergeErrors.sameEntry()
  for (const id of [request.source, request.target]) {
    const open = await openMergeOf(ctx, id)
    if (open) throw mergeErrors.alreadyMerged({ id, into: open.target })
  }
  const both = { source: await readPatient(ctx, request.source), target: await readPatient(ctx, request.target) }
  for (const which of ['source', 'target'] as const)
    if (request.seen && request.seen[which] !== Number(both[which].meta?.versionId))
      throw mergeErrors.changedSince({ id: request[which] })
  return both
}
