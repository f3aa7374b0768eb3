import { instantInVietnam } from '#kernel/civil-date.ts'
import type { TubeView } from './contract.ts'
import { planTubes } from './domain/specimen-plan.ts'
import type { LoadedRequisition } from './load-requisition.ts'
import { rules } from './rules.ts'

/** Tubes of a requisition: those that exist, rejected ones too, and those still to be filled. */
export function tubeViews(loaded: LoadedRequisition): readonly TubeView[] {
  const nameOf = (id: string) => loaded.work.find((row) => row.request_id === id)?.name ?? id
  const look = (code: string) => {
    const kind = loaded.book.kinds.get(code)
    return {
      kind: code,
      kindName: kind?.name ?? code,
      container: kind?.container ?? '',
      colour: kind?.colour ?? '',
    }
  }
  const filled = loaded.tubes
    .filter((tube) => tube.status !== 'entered-in-error')
    .map((tube): TubeView => {
      const rejection = loaded.specimens.get(tube.specimen_id)?.note?.at(-1)?.text
      const status = tube.status !== 'available' ? 'rejected' : tube.received_at ? 'received' : 'collected'
      return {
        ...look(tube.kind),
        specimenId: tube.specimen_id,
        accession: tube.accession ?? undefined,
        status,
        collectedAt: tube.collected_at ? instantInVietnam(tube.collected_at) : undefined,
        rejection: status === 'rejected' ? rejection : undefined,
        tests: tube.requests.map(nameOf),
      }
    })
  const waiting = loaded.work
    .filter((row) => row.state === 'ordered')
    .map((row) => ({
      requestId: row.request_id,
      specimens: (loaded.tests.get(row.request_id) ?? [])
        .map((test) => test.specimen)
        .filter(
          (kind) =>
            !loaded.tubes.some(
              (tube) =>
                tube.kind === kind && tube.status === 'available' && tube.requests.includes(row.request_id),
            ),
        ),
    }))
  const planned = planTubes(waiting, rules.orderOfDraw.specimens).map(
    (tube): TubeView => ({
      ...look(tube.specimen),
      specimenId: undefined,
      accession: undefined,
      status: 'planned',
      collectedAt: undefined,
      rejection: undefined,
      tests: tube.requestIds.map(nameOf),
    }),
  )
  return [...planned, ...filled]
}
