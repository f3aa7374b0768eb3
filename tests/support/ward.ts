import { after, before } from 'node:test'
import type { Context } from '#platform/context.ts'
import type { HospitalModule } from '#platform/module.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from './server.ts'
import { givenHospital, givenVisit, systemContext, type VisitGiven } from './visit.ts'

export const hospitalName = 'Bệnh viện Đa khoa Ngàn Phố'

/** A hospital with one visit to write forms and papers in. */
export interface Ward {
  readonly client: TestClient
  readonly ctx: Context
  readonly patientId: string
  readonly encounterId: string
}

/** Code lists, the doctor of the tests, the hospital that papers name, and a visit. Once per database. */
export async function openWard(client: TestClient, visit?: VisitGiven): Promise<Ward> {
  const ctx = systemContext(client.services)
  await givenHospital(ctx)
  const facility = { resourceType: 'Organization', name: hospitalName } as const
  await commit(ctx, [{ kind: 'create', id: 'facility', resource: facility }])
  return { client, ctx, ...(await givenVisit(ctx, visit)) }
}

export function withWard(
  modules: readonly HospitalModule[],
  work: (ward: Ward) => Promise<void>,
  visit?: VisitGiven,
): Promise<void> {
  return withServer(modules, async (client) => work(await openWard(client, visit)))
}

type Run<T> = (work: (opened: T) => Promise<void>) => Promise<void>

/** What is opened before the first test of a file and closed after the last; ask for it inside of the tests. */
export function opened<T>(run: Run<T>): () => T {
  let it: T | undefined
  let close: () => void
  let running: Promise<void>
  before(
    () =>
      new Promise<void>((ready, failed) => {
        running = run(async (one) => {
          it = one
          const closed = new Promise<void>((done) => {
            close = done
          })
          ready()
          await closed
        })
        running.catch(failed)
      }),
  )
  after(async () => {
    close()
    await running
  })
  return () => {
    if (it === undefined) throw new Error('asked for before the tests began')
    return it
  }
}
