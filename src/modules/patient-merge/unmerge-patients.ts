import type { Patient, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { refile } from '#store/mentions.ts'
import { findCurrent, readVersion } from '#store/read.ts'
import { patientOf } from '#store/record-of.ts'
import { mergeErrors } from './errors.ts'
import { type ChangeRow, type MergeRow, openMergeOf, readChanges } from './merge-rows.ts'
import { unmerged } from './merged-people.ts'
import { moveRowsBack } from './move-rows.ts'
import { pointBack } from './references.ts'
import { tryCommit } from './try-commit.ts'

export interface Unmerged {
  readonly restored: number
  /** Resources changed since in a way that needs a person to look: `Type/id`. */
  readonly toLookAt: readonly string[]
}

/**
 * Takes a merge back: both patients and everything that the merge moved are as before. What was written for the
 * target since stays with it; what was changed since keeps its change and goes back to the source.
 */
export function unmergePatients(given: Context, source: string, reason: string): Promise<Unmerged> {
  return inTransaction(given, async (ctx) => {
    const merge = await openMergeOf(ctx, source)
    if (!merge) throw mergeErrors.notMerged({ id: source })
    const onward = await openMergeOf(ctx, merge.target)
    if (onward) throw mergeErrors.mergedOnward({ id: merge.target, into: onward.target })
    await bringPeopleBack(ctx, merge)
    const changes = await readChanges(ctx, merge.id)
    const toLookAt: string[] = []
    for (const change of changes) if (change.how !== 'row') await bringBack(ctx, merge, change, toLookAt)
    await moveRowsBack(
      ctx,
      changes.filter((change) => change.how === 'row'),
      merge.source,
      merge.target,
    )
    await sql`
      update patient_merge set undone_at = ${ctx.now()}, undone_by = ${ctx.actor.id}
      where facility = ${ctx.facility} and id = ${merge.id}`.execute(ctx.db)
    const restored = changes.length - toLookAt.length
    await writeAudit(ctx, {
      action: 'unmerge',
      outcome: 'success',
      patientId: merge.target,
      entities: [`Patient/${merge.source}`, `Patient/${merge.target}`],
      purpose: reason,
      detail: { merge: merge.id, restored, toLookAt: toLookAt.length },
    })
    return { restored, toLookAt }
  })
}

async function bringPeopleBack(ctx: Context, merge: MergeRow): Promise<void> {
  const people = [
    { id: merge.source, version: merge.source_version },
    { id: merge.target, version: merge.target_version },
  ]
  const changes = []
  for (const { id, version } of people) {
    const [before, made] = [
      await readVersion(ctx, 'Patient', id, version),
      await readVersion(ctx, 'Patient', id, version + 1),
    ]
    const now = await findCurrent(ctx, 'Patient', id)
    if (!now) continue
    const [old, merged, current] = [before, made, now].map((one) => parseJsonBytes(one.content) as Patient)
    if (!old || !merged || !current) continue
    changes.push({ kind: 'update', resource: unmerged(old, merged, current), ifVersion: now.version } as const)
  }
  await commit(ctx, changes, { purpose: 'unmerge', act: 'patient.merge' })
}

async function bringBack(ctx: Context, merge: MergeRow, change: ChangeRow, toLookAt: string[]): Promise<void> {
  const now = await findCurrent(ctx, change.type, change.id)
  if (!now || now.deleted) return
  const resource = parseJsonBytes(now.content) as Resource
  if (change.how === 'refiled') {
    await refileAs(ctx, change, resource)
    return
  }
  const left = pointBack(resource, change.places, `Patient/${merge.target}`)
  if (left > 0) toLookAt.push(`${change.type}/${change.id}`)
  if (left === change.places.length) return
  const written = await tryCommit(ctx, [{ kind: 'update', resource, ifVersion: now.version }], 'unmerge')
  // Closed since the merge: its bytes stay, it is found under the source again.
  if (!written) await refileAs(ctx, change, resource)
}

function refileAs(ctx: Context, { type, id }: ChangeRow, resource: Resource): Promise<void> {
  const patient = patientOf(ctx, type, resource as unknown as Record<string, unknown>)
  return refile(ctx, [{ type, id, asIf: resource, patient }])
}
