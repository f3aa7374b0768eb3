import type { Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { isDay } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { SaveBody, SavedView } from './contract.ts'
import { examErrors } from './errors.ts'
import { examId, findExam, responseFrom } from './exam-response.ts'

/** The visit, which must still go on. */
export async function readOpenVisit(ctx: Context, encounterId: string): Promise<Encounter> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  refuseLocked(encounter)
  if (!isUnderWay(encounter)) throw examErrors.visitEnded()
  return encounter
}

/** Throws when the examination moved on since the screen read it, naming who and when. */
export function refuseOtherVersion(stored: QuestionnaireResponse | undefined, version: number | null): void {
  const current = stored ? Number(stored.meta?.versionId) : null
  if (current === version) return
  throw examErrors.changedMeanwhile({
    by: stored?.author?.display ?? '–',
    at: stored?.meta?.lastUpdated ?? '',
    version: current ?? 0,
  })
}

/** Keeps the texts as they stand on the screen. A text emptied there is empty here. */
export async function saveExam(ctx: Context, encounterId: string, body: SaveBody): Promise<SavedView> {
  const encounter = await readOpenVisit(ctx, encounterId)
  const stored = await findExam(ctx, encounterId)
  refuseOtherVersion(stored, body.version)
  if (stored?.status === 'completed') throw examErrors.concluded()
  const again = body.values.reexamDate?.trim()
  if (again && !isDay(again)) throw examErrors.notADay({ value: again.slice(0, 20) })
  const resource = responseFrom(
    ctx,
    { encounterId, patientId: idOf(encounter.subject) },
    body.values,
    stored?.status ?? 'in-progress',
  )
  const [written] = await commit(ctx, [
    stored
      ? { kind: 'update', resource, ifVersion: Number(stored.meta?.versionId) }
      : { kind: 'create', resource, id: examId(encounterId) },
  ])
  return { version: written?.version ?? 0, savedAt: (written?.recordedAt ?? ctx.now()).toISOString() }
}
