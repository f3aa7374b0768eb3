import type { CodeableConcept, Duration, Observation, ObservationComponent, Reference } from '@medplum/fhirtypes'
import { numberOf } from '../decimal.ts'
import { extensionOf, factSystem, sdcUrl, valueIn } from './extensions.ts'
import type { FormItem, PopulationSources } from './types.ts'

const ms: Readonly<Record<string, number>> = {
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  wk: 7 * 86_400_000,
  mo: 30.44 * 86_400_000,
  a: 365.25 * 86_400_000,
}

const usable = new Set(['final', 'amended', 'corrected', 'preliminary'])

/**
 * The newest observation that answers a question within its link period.
 * @see http://hl7.org/fhir/uv/sdc/populate.html#observation-based-population
 */
export function observedAnswers(
  { raw }: FormItem,
  { observations, now, environment }: PopulationSources,
): { value: unknown; source: Reference } | undefined {
  const period = extensionOf(raw, sdcUrl.observationLinkPeriod)?.valueDuration
  const codes = (raw.code ?? []).filter(({ system }) => system !== factSystem)
  if (!period || codes.length === 0) return undefined
  const stay = extensionOf(raw, sdcUrl.factScope)?.valueCode === 'record' ? stayOf(environment) : undefined
  const since = now.getTime() - lengthOf(period)
  const unit = extensionOf(raw, sdcUrl.unit)?.valueCoding?.code
  let best: { value: unknown; source: Reference; at: number } | undefined
  for (const one of observations) {
    if (stay !== undefined && one.encounter?.reference !== stay) continue
    const at = Date.parse(one.effectiveDateTime ?? one.effectivePeriod?.start ?? one.issued ?? '')
    if (!usable.has(one.status) || !(at >= since) || at > now.getTime() || (best && best.at >= at)) continue
    const value = valueFor(one, codes, unit)
    if (value !== undefined) best = { value, source: { reference: `Observation/${one.id}` }, at }
  }
  return best
}

/** Reference of the stay that is filled in, where only what belongs to it answers a question. */
function stayOf(environment: PopulationSources['environment']): string {
  return `Encounter/${(environment['encounter'] as { id?: string } | undefined)?.id ?? ''}`
}

function lengthOf({ value, code, unit }: Duration): number {
  return (numberOf(value) ?? 0) * (ms[code ?? unit ?? ''] ?? 86_400_000)
}

type Codes = readonly { system?: string; code?: string }[]

const says = (concept: CodeableConcept | undefined, codes: Codes): boolean =>
  (concept?.coding ?? []).some((one) =>
    codes.some(({ system, code }) => one.system === system && one.code === code),
  )

function valueFor(one: Observation, codes: Codes, unit: string | undefined): unknown {
  const owner = says(one.code, codes) ? one : one.component?.find(({ code }) => says(code, codes))
  return owner && plainValue(owner, unit)
}

/** The value as a question takes it; one in another unit is none. */
function plainValue(owner: Observation | ObservationComponent, unit: string | undefined): unknown {
  const found = valueIn(owner, 'value')
  if (found?.type === 'CodeableConcept') {
    const concept = found.value as CodeableConcept
    return concept.coding?.[0] ?? concept.text
  }
  if (found?.type !== 'Quantity') return found?.value
  const { code } = found.value as { code?: string }
  return unit !== undefined && code !== undefined && code !== unit ? undefined : found.value
}
