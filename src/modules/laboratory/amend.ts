import type { DiagnosticReport, Observation } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import type { Amend } from './contract.ts'
import { parseResult } from './domain/parse-result.ts'
import { laboratoryErrors } from './errors.ts'
import { loadRequisition } from './load-requisition.ts'
import {
  labCode,
  releasedStatuses,
  requestIdOf,
  resultObservation,
  validatedObservation,
  valueText,
} from './observation.ts'
import { performer } from './performer.ts'
import { prepareReportPaper } from './report-paper.ts'
import { findWork } from './repository.ts'
import { settingOf } from './setting-of.ts'

/** Corrects a released result: a new version with its reason; the old one stays in the history and is shown. */
export async function amend(
  ctx: Context,
  id: string,
  given: Amend,
): Promise<{ readonly documentId: string | undefined }> {
  const before = await readResource<Observation & { id: string }>(ctx, 'Observation', id)
  if (!releasedStatuses.includes(before.status)) throw laboratoryErrors.notReleased({ id })
  const requestId = requestIdOf(before) ?? ''
  const requisition = (await findWork(ctx, [requestId]))[0]?.requisition ?? ''
  const loaded = await loadRequisition(ctx, requisition, true)
  const test = loaded.tests.get(requestId)?.find((one) => one.code === labCode(before))
  if (!test) throw laboratoryErrors.testUnknown({ request: requestId, test: labCode(before) ?? '' })
  if (Number(loaded.observations.get(id)?.meta?.versionId) !== given.version)
    throw laboratoryErrors.changedMeanwhile({ id })
  const parsed = parseResult(given.value, test.shape)
  if (parsed.kind === 'empty' || parsed.kind === 'notDone')
    throw laboratoryErrors.valueRefused({ test: test.code, reason: parsed.kind })
  if (parsed.kind === 'refused') throw laboratoryErrors.valueRefused({ test: test.code, reason: parsed.reason })
  const at = instantInVietnam(ctx.now())
  const specimen = before.specimen?.reference?.split('/')[1] ?? ''
  const setting = {
    ...settingOf(ctx, loaded, requestId, { specimen_id: specimen, collected_at: null }),
    collectedAt: before.effectiveDateTime ?? at,
  }
  const range = loaded.book.range(test, loaded.person)
  const written = validatedObservation(
    resultObservation(id, test, parsed, range, setting, { comment: before.note?.[0]?.text }),
    performer(ctx),
    at,
  )
  if (valueText(written) === valueText(before)) throw laboratoryErrors.sameValue({ test: test.code })
  const amended = {
    ...written,
    status: 'amended' as const,
    issued: at,
    extension: [...(written.extension ?? []), { url: ext.correctionReason, valueString: given.reason.trim() }],
  }
  const report = (
    await searchResources<DiagnosticReport & { id: string }>(ctx, 'DiagnosticReport', {
      identifier: `${sid.order}|${requisition}`,
    })
  )[0]
  const changes: Change[] = [{ kind: 'update', resource: amended, ifVersion: given.version }]
  if (report) changes.push({ kind: 'update', resource: { ...report, status: 'amended', issued: at } })
  await commit(ctx, changes)
  const documentId = report ? await prepareReportPaper(ctx, report, given.reason.trim()) : undefined
  return { documentId }
}
