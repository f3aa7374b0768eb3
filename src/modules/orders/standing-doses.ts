import type { MedicationRequest } from '@medplum/fhirtypes'
import { drugOf } from '#fhir/drug-of-request.ts'
import { drugLineOf, isWardDrug, timesADay } from '#modules/drug-orders/index.ts'
import { type CheckedView, checkLines } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { readStay } from './stay.ts'

/**
 * Doses that were right when they were ordered and are not any more: standing drugs against the weight, age and kidney
 * function of now. What was accepted with a reason is not said again.
 */
export async function checkStandingDoses(ctx: Context, encounterId: string): Promise<CheckedView> {
  const encounter = await readStay(ctx, encounterId)
  const found = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
    encounter: `Encounter/${encounterId}`,
    status: 'active,on-hold',
    _count: '200',
  })
  const lines = found.filter(isWardDrug).flatMap((request) => {
    const line = drugLineOf(request)
    if (!line) return []
    const { id, dose, rateMlPerHour, schedule } = line
    const doseUnit = rateMlPerHour === undefined ? line.doseUnit : 'ml'
    return [{ id, drug: drugOf(request), dose, doseUnit, timesADay: timesADay(schedule) }]
  })
  const { view } = await checkLines(ctx, encounter, lines, { except: lines.map(({ id }) => id) })
  return { ...view, alerts: view.alerts.filter(({ kind, accepted }) => kind === 'dose' && !accepted) }
}
