import type { Address, Identifier, Patient } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'

/** Reading a Patient resource without knowing where each fact stands. */

function isCurrent(identifier: Identifier): boolean {
  return identifier.use !== 'old' && !identifier.period?.end
}

/** The current number of a system. */
export function numberIn(patient: Patient, system: string): string | undefined {
  return patient.identifier?.find((identifier) => identifier.system === system && isCurrent(identifier))?.value
}

export const mrnOf = (patient: Patient): string | undefined => numberIn(patient, sid.mrn)

/** Any synonym that imports use for the parts of a name. */
export function nameOf(patient: Patient): string {
  const name =
    patient.name?.find((one) => one.use === 'official') ??
    patient.name?.find((one) => one.use !== 'old') ??
    patient.name?.[0]
  return (name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' ')).trim()
}

export function phoneOf(patient: Patient): string | undefined {
  return patient.telecom?.find((one) => one.system === 'phone' && one.use !== 'old')?.value
}

export function currentAddress(patient: Patient): Address | undefined {
  return (
    patient.address?.find((address) => address.use !== 'old' && !address.period?.end) ??
    patient.address?.find((address) => address.use !== 'old')
  )
}

export function addressText(address: Address | undefined): string | undefined {
  if (!address) return undefined
  const text =
    address.text ??
    [...(address.line ?? []), address.city, address.district, address.state].filter(Boolean).join(', ')
  return text || undefined
}

export function codeIn(
  extensions: readonly { readonly url?: string; readonly valueCode?: string }[] | undefined,
  url: string,
): string | undefined {
  return extensions?.find((one) => one.url === url)?.valueCode
}

/** The entry that replaced this one after a merge. */
export function mergedInto(patient: Patient): string | undefined {
  return patient.link?.find((link) => link.type === 'replaced-by')?.other?.reference?.replace(/^Patient\//, '')
}

/** ISO 3166-1 alpha-2 code of the nationality, when it is written. */
export function nationalityOf(patient: Patient): string | undefined {
  const nationality = patient.extension?.find((one) => one.url === ext.nationality)
  return nationality?.extension?.find((one) => one.url === 'code')?.valueCodeableConcept?.coding?.[0]?.code
}
