import type { ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import { lastMeasured } from '#modules/vitals/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Lying } from './board-contract.ts'

/** How closely somebody is nursed, and how ill the last score says he is. */
export type Watched = Pick<Lying, 'careLevel' | 'warning'>

const levelOf = (order: ServiceRequest) => order.code?.coding?.find(({ system }) => system === cs.careLevel)?.code

/** The level of care that the newest active order of each stay names. */
export async function careLevelsOf(
  ctx: Context,
  encounterIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (encounterIds.length === 0) return new Map()
  const orders = await searchResources<ServiceRequest>(ctx, 'ServiceRequest', {
    encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
    code: `${cs.careLevel}|`,
    status: 'active',
    _count: '500',
  })
  const oldestFirst = orders.toSorted((a, b) => (a.authoredOn ?? '').localeCompare(b.authoredOn ?? ''))
  return new Map(
    oldestFirst.flatMap((one): [string, string][] => {
      const level = levelOf(one)
      return level ? [[idOf(one.encounter), level]] : []
    }),
  )
}

export async function watchedOf(
  ctx: Context,
  encounterIds: readonly string[],
): Promise<ReadonlyMap<string, Watched>> {
  const [levels, measured] = await Promise.all([careLevelsOf(ctx, encounterIds), lastMeasured(ctx, encounterIds)])
  return new Map(
    encounterIds.map((id) => {
      const last = measured.get(id)
      const warning = last?.warning && {
        score: last.warning.score,
        total: last.warning.total,
        red: last.warning.red,
        ...present({ at: last.warningAt?.toISOString() }),
      }
      return [id, present({ careLevel: levels.get(id), warning })]
    }),
  )
}
