import type { Encounter, Organization, Reference } from '@medplum/fhirtypes'
import { actMarks } from '#fhir/act-marks.ts'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import type { LoadedRequisition } from './load-requisition.ts'

/** The laboratory: the department of who releases. */
async function ownDepartment(ctx: Context): Promise<Reference | undefined> {
  const [code] = ctx.actor.departments
  if (!code) return undefined
  const found = await searchResources<Organization>(ctx, 'Organization', {
    identifier: `${cs.department}|${code}`,
  })
  return found[0]?.id ? { reference: `Organization/${found[0].id}` } : undefined
}

const marks: ReadonlySet<string> = new Set([ext.actQuantity, ext.actPlace, ext.payer])

/** Orders that are answered now, each with what a charge is made of: how much, where, who pays. */
export async function completedRequests(
  ctx: Context,
  { requests }: LoadedRequisition,
  whole: readonly { readonly request_id: string }[],
): Promise<Change[]> {
  const own = await ownDepartment(ctx)
  const answered = whole.flatMap(({ request_id: id }) => {
    const request = requests.get(id)
    return request ? [{ id, request }] : []
  })
  return Promise.all(
    answered.map(async ({ id, request }): Promise<Change> => {
      const encounter = await findResource<Encounter>(ctx, 'Encounter', idOf(request.encounter))
      const before = (request.extension ?? []).filter(({ url }) => !encounter || !marks.has(url))
      const place = request.performer?.find(({ reference = '' }) => reference.startsWith('Organization/')) ?? own
      const act = encounter ? actMarks(encounter, place ? { place } : {}) : []
      return { kind: 'update', resource: { ...request, id, status: 'completed', extension: [...before, ...act] } }
    }),
  )
}
