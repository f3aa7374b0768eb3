import type { Observation } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { labourCodes, labourParts } from '#fhir/labour.ts'
import { cs } from '#fhir/systems.ts'
import { columnsOf, type Found, sheetOf } from '#kernel/drawing/labour-sheet.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

const mothersSigns: Readonly<Record<string, 'pulse' | 'temperature' | 'systolic' | 'diastolic'>> = {
  '8867-4': 'pulse',
  '8310-5': 'temperature',
  '8480-6': 'systolic',
  '8462-4': 'diastolic',
}
const hourMs = 3_600_000

/** `%facts.births` and `%facts.partograph`: children born in this stay, and the partograph as the drawing of a form holds it. */
export async function labourFacts(ctx: Context, encounter: string): Promise<Readonly<Record<string, unknown>>> {
  const counted = { encounter, status: 'final,amended', _sort: 'date', _count: '500' }
  const found = await searchResources<Observation>(ctx, 'Observation', {
    ...counted,
    code: `${labourCodes.examination},${labourCodes.birth}`,
  })
  if (found.length === 0) return {}
  const births = found.filter((one) => isOf(one, 'birth')).map(birthOf)
  const examined = found.filter((one) => isOf(one, 'examination'))
  if (examined.length === 0) return { births }
  const since = Date.parse(examined[0]?.effectiveDateTime ?? '') - hourMs
  const until =
    births.length > 0 ? Math.max(...births.map(({ bornAt }) => Date.parse(bornAt))) : Number.POSITIVE_INFINITY
  const signs = await searchResources<Observation>(ctx, 'Observation', { ...counted, category: 'vital-signs' })
  const inLabour = signs.filter(({ effectiveDateTime = '' }) => {
    const at = Date.parse(effectiveDateTime)
    return at >= since && at <= until
  })
  const columns = columnsOf([...inLabour.flatMap(signOf), ...examined.map(examinedAs)])
  return { births, partograph: JSON.stringify({ v: 1, chart: sheetOf(columns) }) }
}

const isOf = (one: Observation, code: string) =>
  one.code?.coding?.some((coding) => coding.system === cs.labour && coding.code === code) === true

const birthOf = (one: Observation) => {
  const { sex, ...measured } = labourParts(one)
  return { bornAt: one.effectiveDateTime ?? '', sex: sex === 'male' ? 'boy' : 'girl', ...measured }
}

const examinedAs = (one: Observation): Found => ({ at: one.effectiveDateTime ?? '', ...labourParts(one) })

function signOf(one: Observation): readonly Found[] {
  const parts = [one, ...(one.component ?? [])].flatMap((part) => {
    const key = part.code?.coding?.flatMap(({ code = '' }) => mothersSigns[code] ?? [])[0]
    const value = numberOf(part.valueQuantity?.value)
    return key && value !== undefined ? [[key, value] as const] : []
  })
  return parts.length > 0 ? [{ at: one.effectiveDateTime ?? '', ...Object.fromEntries(parts) }] : []
}
