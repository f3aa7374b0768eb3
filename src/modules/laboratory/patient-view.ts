import type { Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { LabPatient } from './contract.ts'

export function patientView(patient: Patient | undefined, id: string): LabPatient {
  const name = patient?.name?.[0]
  return {
    id,
    name: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' '),
    bornOn: patient?.birthDate,
    sex: patient?.gender,
    mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
  }
}
