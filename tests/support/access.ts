import type { Practitioner } from '@medplum/fhirtypes'
import { permissionsOf } from '#modules/identity/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { actor } from '#tests/support/database.ts'
import { givenResult } from '#tests/support/result.ts'
import type { TestClient } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

export interface AccessHospital {
  readonly client: TestClient
  /** Sees everything. */
  readonly ctx: Context
  readonly stay: Stay
  readonly resultId: string
}

/** Somebody with the permissions of the role, and reading of FHIR on top. */
export function someone(role: string, given: Partial<Actor> = {}): Partial<Actor> {
  const id = `${role}-${(given.departments ?? []).join('-').toLowerCase() || 'none'}`
  return actor({
    id,
    userName: id,
    practitionerId: `practitioner-${id}`,
    departments: [],
    roles: [role],
    permissions: new Set([...permissionsOf([role]), 'fhir.read', 'fhir.write']),
    ...given,
  })
}

/** A stay in internal medicine with one result, and people of other departments who ask for it. */
export const hospital = opened<AccessHospital>((work) =>
  withWholeApp(
    async (client) => {
      const ctx = systemContext(client.services)
      const doctor: Practitioner = { resourceType: 'Practitioner', name: [{ text: 'Người Thử Nghiệm' }] }
      await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
      const stay = await givenStay(ctx)
      await work({ client, ctx, stay, resultId: await givenResult(ctx, stay) })
    },
    { decides: true, now: () => clock.now },
  ),
)

/** The clock of the hospital, which tests move. */
export const clock = { now: new Date('2026-11-23T03:42:00Z') }
