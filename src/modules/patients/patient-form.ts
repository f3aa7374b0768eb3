import type { Patient } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { NoIdentity, PatientForm } from './contract.ts'
import {
  addressText,
  codeIn,
  currentAddress,
  nameOf,
  nationalityOf,
  numberIn,
  phoneOf,
} from './domain/patient-facts.ts'

/** The form of a stored patient, to be shown and changed. The insurance card comes from the Coverage, not from here. */
export function patientForm(patient: Patient): PatientForm {
  const address = currentAddress(patient)
  const contact = patient.contact?.[0]
  return {
    name: nameOf(patient),
    sex: patient.gender ?? 'unknown',
    ...present({
      birthDate: patient.birthDate,
      cccd: numberIn(patient, sid.cccd),
      oldIdCard: numberIn(patient, sid.oldIdCard),
      passport: numberIn(patient, sid.passport),
      nationality: nationalityOf(patient),
      noIdentity: codeIn(patient.extension, ext.noIdentity) as NoIdentity | undefined,
      phone: phoneOf(patient),
      address: address
        ? present({
            line: address.line?.join(', ') ?? (address.city ? undefined : addressText(address)),
            ward: address.city,
            wardCode: codeIn(address.extension, ext.ward),
            province: address.state,
            provinceCode: codeIn(address.extension, ext.province),
          })
        : undefined,
      ethnicity: codeIn(patient.extension, ext.ethnicity),
      occupation: codeIn(patient.extension, ext.occupation),
      workplace: patient.extension?.find((one) => one.url === ext.workplace)?.valueString,
      contact: contact?.name?.text
        ? {
            name: contact.name.text,
            ...present({ relation: contact.relationship?.[0]?.text, phone: contact.telecom?.[0]?.value }),
          }
        : undefined,
    }),
  }
}
