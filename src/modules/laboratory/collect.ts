import type { Patient, Reference } from '@medplum/fhirtypes'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Collect } from './contract.ts'
import { accessionNumber, planTubes } from './domain/specimen-plan.ts'
import { laboratoryErrors } from './errors.ts'
import { type LoadedRequisition, loadRequisition } from './load-requisition.ts'
import { performer } from './performer.ts'
import { takeAccessions } from './repository.ts'
import { rules } from './rules.ts'
import { tubeSpecimen } from './specimen.ts'

/** Takes the samples of a requisition: one numbered tube per kind for everything that waits. */
export async function collect(
  ctx: Context,
  requisition: string,
  given: Collect,
): Promise<readonly { specimenId: string; accession: string; kind: string }[]> {
  const loaded = await loadRequisition(ctx, requisition, true)
  const collectedAt = collectionTime(ctx, loaded, given.collectedAt)
  const waiting = loaded.work.filter(
    (row) => row.state === 'ordered' && (given.requestIds?.includes(row.request_id) ?? true),
  )
  const plan = planTubes(
    waiting.map((row) => toCollect(loaded, row.request_id)),
    rules.orderOfDraw.specimens,
  )
  const patient = loaded.requests.get(waiting[0]?.request_id ?? '')?.subject as Reference<Patient> | undefined
  if (plan.length === 0 || !patient) throw laboratoryErrors.nothingToCollect({ requisition })
  const day = dayInVietnam(collectedAt)
  const numbers = await takeAccessions(ctx, day, plan.length)
  const { kinds } = loaded.book
  const specimens = plan.map((tube, at) =>
    tubeSpecimen({
      id: ctx.newId(),
      kind: kinds.get(tube.specimen) ?? {
        code: tube.specimen,
        name: tube.specimen,
        container: tube.specimen,
        snomed: undefined,
      },
      accession: accessionNumber(day, numbers[at] ?? 0),
      patient,
      requestIds: tube.requestIds,
      collectedAt: instantInVietnam(collectedAt),
      collector: performer(ctx),
    }),
  )
  await commit(
    ctx,
    specimens.map((resource) => ({ kind: 'create', resource, id: resource.id })),
  )
  return specimens.map((one, at) => ({
    specimenId: one.id,
    accession: one.accessionIdentifier?.value ?? '',
    kind: plan[at]?.specimen ?? '',
  }))
}

/** What of a request still needs a tube: kinds with a usable one are not drawn twice. */
function toCollect(loaded: LoadedRequisition, requestId: string) {
  const kinds = (loaded.tests.get(requestId) ?? []).map((test) => test.specimen)
  const wanted = kinds.filter(
    (kind) =>
      !loaded.tubes.some(
        (tube) => tube.kind === kind && tube.status === 'available' && tube.requests.includes(requestId),
      ),
  )
  return { requestId, specimens: wanted }
}

function collectionTime(ctx: Context, loaded: LoadedRequisition, given: string | undefined): Date {
  if (!given) return ctx.now()
  const at = new Date(given)
  const ordered = Math.min(...loaded.work.map((row) => row.ordered_at.getTime()))
  const minute = 60_000
  if (Number.isNaN(at.getTime()) || at.getTime() > ctx.now().getTime() + minute || at.getTime() < ordered - minute)
    throw laboratoryErrors.collectedLater()
  return at
}
