import { isDeepStrictEqual } from 'node:util'
import type { MedicationRequest } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import type { Guard } from '#platform/guard.ts'
import { drugOrderErrors } from './errors.ts'
import { isWardDrug } from './read-drug-line.ts'

const moving = new Set<string>([ext.orderEvent, ext.verbal])

function unchangeable({ meta: _m, status: _s, statusReason: _r, ...rest }: MedicationRequest): unknown {
  const extension = (rest.extension ?? []).filter((one) => !moving.has(one.url))
  return JSON.parse(JSON.stringify({ ...rest, extension }))
}

/**
 * What a nurse gave was given by this order: its content never changes, from whatever channel. A change is a stop and a
 * new order; only the state, its events and the co-signature move.
 */
export const placedIsFinal: Guard = {
  name: 'drugOrders.placedIsFinal',
  types: ['MedicationRequest'],
  check(_ctx, change) {
    const before = change.before as MedicationRequest | undefined
    if (!before || before.status === 'draft' || !isWardDrug(before)) return
    const after = change.after as MedicationRequest | undefined
    if (!after || !isDeepStrictEqual(unchangeable(before), unchangeable(after)))
      throw drugOrderErrors.placedIsFinal({ id: change.id })
  },
}
