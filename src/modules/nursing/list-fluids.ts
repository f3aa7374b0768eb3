import type { MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { detailOf, infusionAt } from '#modules/medicines/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { FluidView } from './contract.ts'
import { type FluidEntry, fluidDays } from './domain/fluid-balance.ts'
import { infusedHours } from './domain/infused-hours.ts'
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
  return [...written.flatMap(writtenEntry), ...given.flatMap((one) => givenEntries(one, ctx.now()))]
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

/** Volumes of a dose: an infusion hour by hour as it ran, a drug that is measured in millilitres once. */
function givenEntries(one: MedicationAdministration, now: Date): FluidEntry[] {
  const { infusion } = detailOf(one)
  const what = one.medicationCodeableConcept?.text ?? 'Truyền'
  const by = present({ by: one.performer?.[0]?.actor?.display })
  if (infusion) {
    const start = new Date(infusion[0]?.at ?? now)
    const ended = infusion.find(({ kind }) => kind === 'end')
    const end = ended ? new Date(ended.at) : now
    const measured = ended ? infusionAt(infusion, end).measuredMl : undefined
    const hours = infusedHours((at) => Number(infusionAt(infusion, at).computedMl), {
      start,
      end,
      ...present({ measured: measured === undefined ? undefined : Number(measured) }),
    })
    return hours.map(({ at, millilitres }) => ({
      id: `${one.id}/${at.toISOString()}`,
      at: at.toISOString(),
      ...intravenous,
      what,
      millilitres,
      source: 'medicine',
      ...by,
    }))
  }
  return plainDose(one, what).map((entry) => ({ ...entry, ...by }))
}

const intravenous = { way: 'in', fluid: 'infusion', column: 'intravenous' } as const
const byMouth = { way: 'in', fluid: 'oral', column: 'oral' } as const
const isVolume = (unit: string | undefined) => unit?.toLowerCase() === 'ml'
const intoVein = /truyền|tĩnh mạch|iv|intravenous/i

function plainDose(
  { id, dosage, effectiveDateTime, effectivePeriod }: MedicationAdministration,
  what: string,
): FluidEntry[] {
  const { dose, route } = dosage ?? {}
  const millilitres = numberOf(dose?.value)
  const at = effectiveDateTime ?? effectivePeriod?.start
  if (millilitres === undefined || !at || !isVolume(dose?.code ?? dose?.unit)) return []
  const isInfused = intoVein.test(`${route?.text ?? ''} ${route?.coding?.[0]?.code ?? ''}`)
  return [{ id: id ?? '', at, ...(isInfused ? intravenous : byMouth), what, millilitres, source: 'medicine' }]
}
