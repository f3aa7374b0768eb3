import type { Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { buildPatient } from './build-patient.ts'
import { checkForm, withName } from './check-form.ts'
import type { PatientForm, Registered } from './contract.ts'
import { mergedInto, mrnOf } from './domain/patient-facts.ts'
import { patientErrors } from './errors.ts'
import { saveCoverage } from './save-coverage.ts'
import { newMrn, savePatient } from './save-patient.ts'

/** Changes a patient's particulars; former names, numbers and addresses stay in the resource, ended today. */
export async function updatePatient(
  ctx: Context,
  id: string,
  given: PatientForm,
  version: number,
): Promise<Registered> {
  const today = dayInVietnam(ctx.now())
  const fault = checkForm(given, today)
  if (fault) throw patientErrors[fault]()
  const form = withName(given, today, instantInVietnam(ctx.now()).slice(11, 16))
  const before = await readResource<Patient>(ctx, 'Patient', id)
  const into = mergedInto(before)
  if (into) throw patientErrors.merged({ patientId: into })
  const mrn = mrnOf(before) ?? (await newMrn(ctx))
  const saved = await savePatient(ctx, { ...buildPatient(form, { id, mrn, today, before }), id }, version)
  if (form.insurance) await saveCoverage(ctx, id, form.insurance)
  return { id, mrn, version: saved.version }
}

/** Patients that came by import may lack our number; the first visit gives them one. */
export async function ensureMrn(ctx: Context, patient: Patient & { id: string }): Promise<string> {
  const known = mrnOf(patient)
  if (known) return known
  const mrn = await newMrn(ctx)
  const { identifier = [] } = patient
  await savePatient(
    ctx,
    { ...patient, identifier: [{ use: 'usual', system: sid.mrn, value: mrn }, ...identifier] },
    Number(patient.meta?.versionId ?? 1),
  )
  return mrn
}
