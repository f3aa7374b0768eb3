import type { Organization } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import { drugOrders } from '#modules/drug-orders/index.ts'
import { orderChecks } from '#modules/order-checks/index.ts'
import { orders, type StayOrdersView } from '#modules/orders/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from './server.ts'
import { givenStay, type Stay, type StayGiven } from './stay.ts'
import { givenHospital, systemContext } from './visit.ts'
import { opened } from './ward.ts'

interface Hospital {
  readonly client: TestClient
  readonly ctx: Context
}

/** Enters what doctors say, and performs. */
export const nurse = {
  id: 'nurse',
  practitionerId: 'practitioner-other',
  name: 'Người Khác',
  permissions: new Set(['orders.read', 'orders.place', 'orders.perform']),
}

/** What is asked for on the pad, and is no drug. */
export const service = (kind: string, itemCode: string, more: object = {}) => ({
  kind,
  code: itemCode,
  id: uuidv7(),
  ...more,
})

/** A tablet a day, unless told otherwise. */
export const drug = (drugCode: string, more: object = {}) => ({
  kind: 'drug',
  id: uuidv7(),
  drugCode,
  dose: 1,
  schedule: { type: 'hours', at: ['08:00'] },
  ...more,
})

export const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
export const ordersAt = ({ encounterId }: Stay) => `/api/stays/${encounterId}/orders`

/** A hospital whose stays are ordered for; once per file. Its clock is moved by the tests: deadlines pass. */
export function orderWard() {
  let clock = new Date('2026-11-23T02:00:00Z')
  let beds = 0
  const hospital = opened<Hospital>((work) =>
    withServer(
      [orders, drugOrders, orderChecks, prescriptions],
      async (client) => {
        const ctx = systemContext(client.services)
        await givenHospital(ctx)
        const imaging: Organization = {
          resourceType: 'Organization',
          id: 'dept-cdha',
          name: 'Khoa Chẩn đoán hình ảnh',
        }
        await commit(ctx, [{ kind: 'create', resource: imaging, id: 'dept-cdha' }])
        await work({ client, ctx })
      },
      { now: () => clock },
    ),
  )
  const send = (path: string, body: object = {}, as: object = {}) =>
    hospital().client.send('POST', path, { body, as })
  const get = async <T>(path: string, as: object = {}) =>
    (await hospital().client.send('GET', path, { as })).body as T
  return {
    hospital,
    send,
    get,
    now: () => clock,
    later(minutes: number): void {
      clock = new Date(clock.getTime() + minutes * 60_000)
    },
    stay: (given: StayGiven = {}) => givenStay(hospital().ctx, { bed: ++beds, ...given }),
    place: (one: Stay, lines: object[], more: object = {}, as: object = {}) =>
      send(ordersAt(one), { lines, ...more }, as),
    orderOf: async (one: Stay, id: string) =>
      (await get<StayOrdersView>(ordersAt(one))).orders.find((order) => order.id === id),
  }
}
