import type { Patient } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { lastVisitOn } from './care-so-far.ts'
import type { PatientView } from './contract.ts'
import { ageText } from './domain/age.ts'
import { addressText, currentAddress, mrnOf } from './domain/patient-facts.ts'
import { patientForm } from './patient-form.ts'
import { findInsurance } from './save-coverage.ts'

/** A patient's particulars with the version to change them by. */
export async function readPatient(ctx: Context, id: string): Promise<PatientView> {
  const patient = await readResource<Patient>(ctx, 'Patient', id)
  const [insurance, lastVisit] = await Promise.all([findInsurance(ctx, id), lastVisitOn(ctx, id)])
  await auditView(ctx, { patientId: id, kind: 'patients.particulars', entities: [`Patient/${id}`] })
  return {
    id,
    version: Number(patient.meta?.versionId ?? 1),
    form: {
      ...patientForm(patient),
      ...(insurance
        ? {
            insurance: {
              number: insurance.number,
              ...present({ from: insurance.from, to: insurance.to, facility: insurance.facility }),
            },
          }
        : {}),
    },
    oldAddresses: (patient.address ?? [])
      .filter((one) => one.use === 'old')
      .map((one) => ({ text: addressText(one) ?? '', ...present({ until: one.period?.end }) })),
    ...present({
      mrn: mrnOf(patient),
      ageText: ageText(patient.birthDate, dayInVietnam(ctx.now()), ctx.language),
      addressText: addressText(currentAddress(patient)),
      insurance,
      lastVisitOn: lastVisit,
    }),
  }
}
