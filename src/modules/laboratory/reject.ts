import type { Observation, Specimen } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Reject } from './contract.ts'
import { laboratoryErrors } from './errors.ts'
import { releasedStatuses } from './observation.ts'
import { performer } from './performer.ts'
import { readMany } from './read-many.ts'
import { resultsOf, tables } from './repository.ts'
import { rules } from './rules.ts'

/** Refuses a tube with its reason. Typed results of it are taken back, and a new collection is asked. */
export async function reject(ctx: Context, specimenId: string, given: Reject): Promise<void> {
  if (!rules.rejectionReasons.includes(given.reason))
    throw laboratoryErrors.reasonUnknown({ reason: given.reason })
  const specimen = await readResource<Specimen & { id: string }>(ctx, 'Specimen', specimenId)
  const accession = specimen.accessionIdentifier?.value ?? specimenId
  if (specimen.status !== 'available')
    throw laboratoryErrors.tubeState({ accession, state: specimen.status ?? '', wanted: 'rejected' })
  const results = await resultsFrom(ctx, specimenId)
  if (results.some((result) => releasedStatuses.includes(result.status)))
    throw laboratoryErrors.tubeHasResults({ accession })
  const at = instantInVietnam(ctx.now())
  const note = {
    text: [given.reason, given.note].filter(Boolean).join(': '),
    time: at,
    authorString: performer(ctx).display,
  }
  await commit(ctx, [
    ...results.map((result) => ({
      kind: 'update' as const,
      resource: { ...result, status: 'entered-in-error' as const },
    })),
    {
      kind: 'update',
      resource: {
        ...specimen,
        status: 'unsatisfactory',
        receivedTime: specimen.receivedTime ?? at,
        condition: [
          { coding: [{ system: 'urn:lanong:cs:specimen-rejection', code: given.reason }], text: given.reason },
        ],
        note: [...(specimen.note ?? []), note],
      },
    },
  ])
}

async function resultsFrom(ctx: Context, specimenId: string): Promise<readonly (Observation & { id: string })[]> {
  const tube = await tables(ctx.db)
    .selectFrom('lab_tube')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('specimen_id', '=', specimenId)
    .executeTakeFirst()
  const rows = await resultsOf(ctx, tube?.requests ?? [])
  const found = await readMany<Observation & { id: string }>(
    ctx,
    'Observation',
    rows.map((row) => row.observation_id),
  )
  return [...found.values()].filter(
    (one) => one.specimen?.reference === `Specimen/${specimenId}` && one.status !== 'entered-in-error',
  )
}
