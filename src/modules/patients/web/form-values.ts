import { api } from '#web/kit/index.ts'
import type { PatientForm, PatientView, Registered } from '../contract.ts'

/** A form on its way: any field may be open, or emptied again. */
export type FormDraft = { readonly [K in keyof PatientForm]?: PatientForm[K] | undefined }

const filled = (text: string | undefined) => (text?.trim() ? text.trim() : undefined)

/** Drops what was left empty, so that nothing empty is stored. */
export function cleanForm(form: FormDraft): PatientForm {
  const { insurance, contact, address } = form
  const texts = Object.fromEntries(
    (
      [
        'birthDate',
        'cccd',
        'oldIdCard',
        'passport',
        'nationality',
        'phone',
        'ethnicity',
        'occupation',
        'workplace',
      ] as const
    )
      .map((key) => [key, filled(form[key])] as const)
      .filter(([, value]) => value !== undefined),
  )
  const place = Object.fromEntries(Object.entries(address ?? {}).filter(([, value]) => filled(value)))
  return {
    ...texts,
    name: form.name?.trim() ?? '',
    sex: form.sex ?? 'unknown',
    ...(form.noIdentity && !texts['cccd'] ? { noIdentity: form.noIdentity } : {}),
    ...(insurance && filled(insurance.number)
      ? { insurance: { ...insurance, number: insurance.number.trim() } }
      : {}),
    ...(Object.keys(place).length > 0 ? { address: place } : {}),
    ...(contact && filled(contact.name) ? { contact } : {}),
  }
}

/** Takes a known entry and adds what the card brought: its personal number and insurance card. */
export async function adoptCard(patientId: string, card: FormDraft): Promise<void> {
  const known = await api.get<PatientView>(`/api/patients/${patientId}`)
  const cccd = known.form.cccd ?? filled(card.cccd)
  const insurance = card.insurance ?? known.form.insurance
  if (cccd === known.form.cccd && insurance?.number === known.form.insurance?.number) return
  const patient = { ...known.form, ...(cccd ? { cccd } : {}), ...(insurance ? { insurance } : {}) }
  await api.put<Registered>(`/api/patients/${patientId}`, { patient, version: known.version })
}
