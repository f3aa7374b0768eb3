import type { Specimen } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { laboratoryErrors } from './errors.ts'
import { performer } from './performer.ts'
import { findTube, findWork } from './repository.ts'

/** Takes a scanned tube over the counter. Scanning it twice is harmless. */
export async function receive(
  ctx: Context,
  accession: string,
): Promise<{ readonly requisition: string; readonly specimenId: string }> {
  const tube = await findTube(ctx, accession.trim())
  if (!tube) throw laboratoryErrors.tubeUnknown({ accession: accession.trim() })
  const work = await findWork(ctx, tube.requests)
  const answer = { requisition: work[0]?.requisition ?? '', specimenId: tube.specimen_id }
  if (tube.status !== 'available')
    throw laboratoryErrors.tubeState({ accession, state: tube.status, wanted: 'received' })
  if (tube.received_at) return answer
  const specimen = await readResource<Specimen & { id: string }>(ctx, 'Specimen', tube.specimen_id)
  const received = {
    ...specimen,
    receivedTime: instantInVietnam(ctx.now()),
    extension: [...(specimen.extension ?? []), { url: ext.specimenReceived, valueReference: performer(ctx) }],
  }
  await commit(ctx, [{ kind: 'update', resource: received }])
  return answer
}
