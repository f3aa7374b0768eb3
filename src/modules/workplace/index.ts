import type { Organization } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { HospitalModule } from '#platform/module.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { WorkplaceAnswer } from './contract.ts'

/** Names for the head of every screen: where this person works. */
async function readWorkplace(ctx: Context): Promise<WorkplaceAnswer> {
  const facility = await findResource<Organization>(ctx, 'Organization', 'facility')
  const departments = await Promise.all(
    ctx.actor.departments.map(async (code) => {
      const found = await searchResources<Organization>(ctx, 'Organization', {
        identifier: `${cs.department}|${code}`,
      })
      const alias = ctx.language === 'en' ? found[0]?.alias?.[0] : undefined
      return { code, name: alias ?? found[0]?.name ?? code }
    }),
  )
  return { facility: facility?.name ?? '', departments }
}

/** Where the person at the screen works. */
export const workplace: HospitalModule = {
  name: 'workplace',
  permissions: {},
  routes(api) {
    api(
      {
        method: 'GET',
        path: '/workplace',
        permission: 'login',
        summary: 'Names of my facility and departments',
        response: WorkplaceAnswer,
      },
      ({ ctx }) => readWorkplace(ctx),
    )
  },
}
