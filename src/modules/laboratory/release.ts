import type { DiagnosticReport, Observation } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { completedRequests } from './completed-requests.ts'
import type { ReleaseOutcome } from './contract.ts'
import { type Hold, holdOf } from './domain/can-release.ts'
import { laboratoryErrors } from './errors.ts'
import { type LoadedRequisition, loadRequisition } from './load-requisition.ts'
import { flagCode, markOf, releasedStatuses, requestIdOf } from './observation.ts'
import { performer } from './performer.ts'
import { reportOf } from './report.ts'
import { prepareReportPaper } from './report-paper.ts'
import { rules } from './rules.ts'

/**
 * Lets checked results of a requisition out: observations final, orders completed, one report for all of
 * them, and the paper 16/BV2 made ready for signing once nothing is awaited any more. Critical values that
 * nobody was called about stay.
 */
export async function release(ctx: Context, requisition: string): Promise<ReleaseOutcome> {
  const loaded = await loadRequisition(ctx, requisition, true)
  const holds = new Map([...loaded.observations.values()].map((one) => [one, hold(loaded, one)] as const))
  const free = [...holds].filter(([, reason]) => reason === undefined).map(([one]) => one)
  const held = [...holds].filter(([, reason]) => reason && reason !== 'alreadyReleased' && reason !== 'takenBack')
  if (free.length === 0) {
    const critical = held.find(([, reason]) => reason === 'criticalNotCalled')?.[0]
    throw critical
      ? laboratoryErrors.criticalNotCalled({ test: critical.code?.text ?? '' })
      : laboratoryErrors.nothingToRelease({ requisition })
  }
  const at = instantInVietnam(ctx.now())
  const issued: Change[] = free.map((one) => ({
    kind: 'update',
    resource: {
      ...one,
      id: one.id ?? '',
      issued: at,
      ...(one.status === 'preliminary' ? { status: 'final' } : {}),
    },
    ifVersion: Number(one.meta?.versionId),
  }))
  const whole = loaded.work.filter(
    (row) => row.request_status === 'active' && isWhole(loaded, row.request_id, free),
  )
  const completed = await completedRequests(ctx, loaded, whole)
  const earlier = (
    await searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', { identifier: `${sid.order}|${requisition}` })
  )[0]
  const open = loaded.work.filter((row) => row.request_status === 'active' && !whole.includes(row))
  const out = [...loaded.observations.values()].filter((one) => free.includes(one) || one.issued)
  const report = reportOf({
    id: earlier?.id ?? ctx.newId(),
    loaded,
    results: out,
    at,
    performer: performer(ctx),
    final: open.length === 0,
    earlier,
  })
  await commit(ctx, [
    ...issued,
    ...completed,
    { kind: earlier ? 'update' : 'create', resource: report, id: report.id } as Change,
  ])
  const documentId = open.length === 0 ? await prepareReportPaper(ctx, report) : undefined
  return {
    released: free.length,
    held: held.map(([one, reason]) => ({ test: one.code?.text ?? '', reason: reason ?? '' })),
    reportId: report.id,
    documentId,
  }
}

function hold(loaded: LoadedRequisition, one: Observation): Hold | 'takenBack' | undefined {
  if (one.status === 'entered-in-error') return 'takenBack'
  const row = loaded.resultRows.find((result) => result.observation_id === one.id)
  const validated = markOf(one, ext.resultValidated) !== undefined
  if (one.status === 'cancelled') return one.issued ? 'alreadyReleased' : validated ? undefined : 'notValidated'
  return holdOf({ status: one.status, flag: flagCode(one), validated, called: row?.called_at != null })
}

/** Whether every test of a request has left the laboratory; computed ones that could not be are not awaited. */
function isWhole(loaded: LoadedRequisition, requestId: string, free: readonly Observation[]): boolean {
  const done = [...loaded.observations.values()].filter(
    (one) => requestIdOf(one) === requestId && one.status !== 'entered-in-error',
  )
  if (!done.every((one) => free.includes(one) || one.issued || releasedStatuses.includes(one.status))) return false
  const mayLack = new Set(rules.calculations.map((calculation) => calculation.test))
  const codes = new Set(done.flatMap((one) => one.code?.coding?.map((coding) => coding.code) ?? []))
  return (loaded.tests.get(requestId) ?? []).every((test) => codes.has(test.code) || mayLack.has(test.code))
}
