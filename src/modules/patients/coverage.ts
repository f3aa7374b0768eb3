import type { Coverage } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import type { Day } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Insurance, InsuranceForm } from './contract.ts'
import { benefitShare, parseCardNumber, validityOn } from './domain/insurance-card.ts'

export function tidyCard(number: string): string {
  return parseCardNumber(number)?.number ?? number.replace(/\D/g, '')
}

/** The Coverage of a health-insurance card, as printed on it. */
export function buildCoverage(form: InsuranceForm, id: string, patientId: string, before?: Coverage): Coverage {
  const number = tidyCard(form.number)
  const card = parseCardNumber(number)
  const extension = [
    ...(form.facility ? [{ url: ext.registeredFacility, valueString: form.facility.toUpperCase() }] : []),
    ...(form.fiveYearsFrom ? [{ url: ext.insuredSince, valueDate: form.fiveYearsFrom }] : []),
  ]
  const period = present({ start: form.from, end: form.to })
  const level = (code: 'group' | 'plan', value: string) => ({
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code }] },
    value,
  })
  return {
    ...before,
    resourceType: 'Coverage',
    id,
    status: 'active',
    type: { coding: [{ system: cs.payer, code: 'bhyt' }], text: 'Bảo hiểm y tế' },
    subscriberId: number,
    beneficiary: { reference: `Patient/${patientId}` },
    payor: [{ display: 'Bảo hiểm xã hội Việt Nam', identifier: { system: cs.payer, value: 'bhyt' } }],
    ...(card ? { class: [level('group', card.group), level('plan', card.level)] } : {}),
    ...(Object.keys(period).length > 0 ? { period } : {}),
    ...(extension.length > 0 ? { extension } : {}),
  }
}

/** What the screens show. The dates are the card's own; the insurance portal was not asked. */
export function insuranceOf(coverage: Coverage, today: Day): Insurance {
  const number = coverage.subscriberId ?? ''
  const dates = present({ from: coverage.period?.start?.slice(0, 10), to: coverage.period?.end?.slice(0, 10) })
  return {
    coverageId: coverage.id ?? '',
    number,
    ...dates,
    ...present({
      facility: coverage.extension?.find((one) => one.url === ext.registeredFacility)?.valueString,
      share: benefitShare(number),
    }),
    validity: validityOn(dates, today),
  }
}

/** The card that counts on a day: a valid one, else the one that ends last. */
export function bestCoverage(all: readonly Coverage[], today: Day): Coverage | undefined {
  const active = all.filter((one) => one.status === 'active' && one.subscriberId)
  const end = (one: Coverage) => one.period?.end ?? '9999'
  const fits = (one: Coverage) => (insuranceOf(one, today).validity === 'expired' ? 0 : 1)
  return [...active].sort(
    (a, b) =>
      fits(b) - fits(a) ||
      end(b).localeCompare(end(a)) ||
      (b.meta?.lastUpdated ?? '').localeCompare(a.meta?.lastUpdated ?? ''),
  )[0]
}
