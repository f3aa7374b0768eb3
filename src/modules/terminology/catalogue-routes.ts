import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import type { Concept } from './concept.ts'
import {
  Drugs,
  LabPanels,
  LabTests,
  type OrderSet,
  OrderSets,
  type Service,
  Services,
  TextQuery,
  WardQuery,
  Wards,
} from './contract.ts'
import { splitWords } from './domain/read-line.ts'
import { searchDrugs } from './drug-catalogue.ts'
import { readLabCatalogue } from './lab-catalogue.ts'
import { keptByRevision } from './read-list.ts'
import { searchConcepts } from './search-concepts.ts'
import { searchWards } from './search-wards.ts'

/** Tests and services that are ordered together, as they are in force today. */
export const readOrderSets = keptByRevision(['order-set'], ([list]) => (list?.concepts ?? []).map(toOrderSet))
/** The price list as it is in force today. */
export const readServices = keptByRevision(
  ['service'],
  ([list]) => new Map((list?.concepts ?? []).map((concept) => [concept.code, toService(concept)])),
)

function toOrderSet({ code, name, nameEn, details }: Concept): OrderSet {
  return {
    code,
    name,
    nameEn,
    note: details['note'] ?? '',
    tests: [...splitWords(details['tests'])],
    services: [...splitWords(details['services'])],
    specialties: [...splitWords(details['specialties'])],
  }
}

function toService({ code, name, nameEn, details }: Concept): Service {
  return {
    code,
    name,
    nameEn,
    group: details['group'] ?? '',
    costGroup: details['costGroup'] ?? '',
    unit: details['unit'] ?? '',
    price: Number(details['price'] ?? 0),
    department: details['department'] ?? '',
  }
}

async function findServices(ctx: Context, text: string, limit: number | undefined): Promise<readonly Service[]> {
  const services = await readServices(ctx)
  if (text.trim() === '') return [...services.values()]
  const found = await searchConcepts(ctx, { system: 'service', text, limit })
  return found.flatMap((concept) => services.get(concept.code) ?? [])
}

const permission = 'login'

/** What can be ordered, prescribed, charged, and where people live. */
export function catalogueRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/catalogue/lab-tests',
      permission,
      summary: 'Laboratory tests with groups and specimens',
      response: LabTests,
    },
    async ({ ctx }) => {
      const { tests, groups, specimens } = await readLabCatalogue(ctx)
      return { items: [...tests.values()], groups: [...groups.values()], specimens: [...specimens.values()] }
    },
  )
  api(
    {
      method: 'GET',
      path: '/catalogue/lab-panels',
      permission,
      summary: 'Tests that are ordered together',
      response: LabPanels,
    },
    async ({ ctx }) => ({ items: [...(await readLabCatalogue(ctx)).panels.values()] }),
  )
  api(
    { method: 'GET', path: '/catalogue/order-sets', permission, summary: 'Order sets', response: OrderSets },
    async ({ ctx }) => ({ items: await readOrderSets(ctx) }),
  )
  api(
    {
      method: 'GET',
      path: '/catalogue/drugs',
      permission,
      summary: 'Drugs as people type',
      query: TextQuery,
      response: Drugs,
    },
    async ({ ctx, query }) => ({ items: await searchDrugs(ctx, query.q, query.limit, query.room) }),
  )
  api(
    {
      method: 'GET',
      path: '/catalogue/services',
      permission,
      summary: 'Price list of services',
      query: TextQuery,
      response: Services,
    },
    async ({ ctx, query }) => ({ items: await findServices(ctx, query.q, query.limit) }),
  )
  api(
    {
      method: 'GET',
      path: '/catalogue/wards',
      permission,
      summary: 'Wards and communes since 2025-07-01, with hints for older names',
      query: WardQuery,
      response: Wards,
    },
    ({ ctx, query }) => searchWards(ctx, query.q, query.province, query.limit),
  )
}
