import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { buildPatient } from './build-patient.ts'
import { checkForm, withName } from './check-form.ts'
import type { PatientForm, Registered } from './contract.ts'
import { patientErrors } from './errors.ts'
import { findDuplicates, numbersOf } from './find-duplicates.ts'
import { lockNumber } from './repository.ts'
import { saveCoverage } from './save-coverage.ts'
import { newMrn, savePatient } from './save-patient.ts'

/** From this score on, registering needs the word of a person that it is somebody else. */
const needsConfirmation = 60

/**
 * Registers a new patient and gives a medical record number. Look-alikes must have been shown and judged:
 * their ids come in `differsFrom`. Who has no number at all is registered like anyone else.
 */
export async function registerPatient(
  ctx: Context,
  given: PatientForm,
  differsFrom: readonly string[] = [],
): Promise<Registered> {
  const today = dayInVietnam(ctx.now())
  const fault = checkForm(given, today)
  if (fault) throw patientErrors[fault]()
  const form = withName(given, today, instantInVietnam(ctx.now()).slice(11, 16))
  for (const number of [...numbersOf(form)].sort()) await lockNumber(ctx, number)
  const unjudged = (await findDuplicates(ctx, form)).find(
    (one) => one.score >= needsConfirmation && !differsFrom.includes(one.patient.id),
  )
  if (unjudged) throw patientErrors.likelyDuplicate({ patientId: unjudged.patient.id })
  const id = ctx.newId()
  const mrn = await newMrn(ctx)
  const saved = await savePatient(ctx, { ...buildPatient(form, { id, mrn, today }), id })
  if (form.insurance) await saveCoverage(ctx, id, form.insurance)
  return { id, mrn, version: saved.version }
}
