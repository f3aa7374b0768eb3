import type { MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { FluidView } from './contract.ts'
import { type FluidEntry, fluidDays } from './domain/fluid-balance.ts'
import { shiftEditionOn } from './domain/shifts.ts'
import { linesIn } from './lines.ts'
import { fluids, lineKinds, shiftEditions } from './nursing-data.ts'
import { readStay, type Stay } from './stay.ts'
import { struckOf } from './struck.ts'

const usualDays = 3
const dayMs = 24 * 3_600_000

/** Fluids of a stay by hour and day; what the medicines record of infusions is read there, and so counted once. */
export async function listFluids(ctx: Context, stayId: string, days = usualDays): Promise<FluidView> {
  const stay = await readStay(ctx, stayId)
  const now = ctx.now()
  const { dayBeginsAt } = shiftEditionOn(shiftEditions, dayInVietnam(now))
  const [entries, lines] = await Promise.all([
    fluidEntries(ctx, stay, new Date(now.getTime() - days * dayMs)),
    linesIn(ctx, stay),
  ])
  await auditView(ctx, { patientId: stay.patientId, kind: 'nursing.fluids', entities: [`Encounter/${stayId}`] })
  return {
    patientId: stay.patientId,
    dayBeginsAt,
    now: now.toISOString(),
    days: fluidDays(entries, dayBeginsAt) as FluidView['days'],
    fluids: fluids.map(({ code, title, way, line }) => ({ code, title, way, ...present({ line }) })),
    lines: lines.map(({ id, name, kind }) => ({
      id,
      name,
      ...present({ out: lineKinds.find((one) => one.code === kind)?.out }),
    })),
  }
}

/** Volumes that were written here, and those that medicines brought. */
export async function fluidEntries(ctx: Context, stay: Stay, since: Date): Promise<readonly FluidEntry[]> {
  const from = `ge${instantInVietnam(since)}`
  const [written, given] = await Promise.all([
    searchResources<Observation>(ctx, 'Observation', {
      encounter: `Encounter/${stay.encounterId}`,
      code: fluids.map(({ code }) => `${cs.fluid}|${code}`).join(','),
      date: from,
      _sort: '-date',
      _count: '1000',
    }),
    searchResources<MedicationAdministration>(ctx, 'MedicationAdministration', {
      context: `Encounter/${stay.encounterId}`,
      'effective-time': from,
      status: 'completed,in-progress,stopped',
      _count: '500',
    }),
  ])
  return [...written.flatMap(writtenEntry), ...given.flatMap(givenEntry)]
}

function writtenEntry(one: Observation): FluidEntry[] {
  const code = one.code?.coding?.find(({ system }) => system === cs.fluid)?.code
  const fluid = fluids.find((each) => each.code === code)
  const millilitres = numberOf(one.valueQuantity?.value)
  if (!fluid || millilitres === undefined || !one.effectiveDateTime) return []
  return [
    {
      id: one.id ?? '',
      at: one.effectiveDateTime,
      way: fluid.way,
      fluid: fluid.code,
      column: fluid.column,
      what: one.code?.text ?? fluid.title.vi,
      millilitres,
      source: 'fluid',
      ...present({ by: one.performer?.[0]?.display, struck: struckOf(one) }),
    },
  ]
}

const isVolume = (unit: string | undefined) => unit?.toLowerCase() === 'ml'
const intoVein = /truyền|tĩnh mạch|iv|intravenous/i

/** The volume of a dose: an infusion, or a drug that is drunk by the millilitre. */
function givenEntry(one: MedicationAdministration): FluidEntry[] {
  const { dose, route, rateQuantity } = one.dosage ?? {}
  const millilitres = numberOf(dose?.value)
  const at = one.effectivePeriod?.start ?? one.effectiveDateTime
  if (millilitres === undefined || !at || !isVolume(dose?.code ?? dose?.unit)) return []
  const isInfused =
    rateQuantity !== undefined || intoVein.test(`${route?.text ?? ''} ${route?.coding?.[0]?.code ?? ''}`)
  const fluid = isInfused ? 'infusion' : 'oral'
  return [
    {
      id: one.id ?? '',
      at,
      way: 'in',
      fluid,
      column: isInfused ? 'intravenous' : 'oral',
      what: one.medicationCodeableConcept?.text ?? fluids.find(({ code }) => code === fluid)?.title.vi ?? fluid,
      millilitres,
      source: 'medicine',
      ...present({ by: one.performer?.[0]?.actor?.display }),
    },
  ]
}
