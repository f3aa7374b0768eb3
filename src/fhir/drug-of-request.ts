import type { Extension, MedicationRequest } from '@medplum/fhirtypes'
import type { Drug } from '#kernel/drug/drug.ts'
import { drugKinds } from '#kernel/drug/drug-kind.ts'
import { cs, ext } from './systems.ts'

/** The drug as the list has it on this day, kept beside its code. */
export function drugExtension(drug: Drug): Extension {
  const part = (url: string, valueString: string | undefined) => (valueString ? [{ url, valueString }] : [])
  return {
    url: ext.drug,
    extension: [
      ...part('strength', drug.strength),
      ...part('form', drug.form),
      ...part('unit', drug.unit),
      ...part('tradeName', drug.tradeName),
      { url: 'kind', valueCode: drug.kind },
    ],
  }
}

/** The drug as it was prescribed, whatever the drug list says today. */
export function drugOf(request: MedicationRequest): Drug {
  const concept = request.medicationCodeableConcept
  const parts = request.extension?.find((one) => one.url === ext.drug)?.extension ?? []
  const part = (url: string) => parts.find((one) => one.url === url)?.valueString
  const kind = parts.find((one) => one.url === 'kind')?.valueCode
  const tradeName = part('tradeName')
  const dosage = request.dosageInstruction?.[0]
  const ingredients = (concept?.coding ?? [])
    .filter((one) => one.system === cs.ingredient)
    .map((one) => ({ code: one.code ?? '', name: one.display ?? one.code ?? '' }))
  const name = concept?.text ?? concept?.coding?.[0]?.display ?? ''
  return {
    code: concept?.coding?.find((one) => one.system === cs.drug)?.code ?? concept?.coding?.[0]?.code ?? name,
    ingredients: ingredients.length > 0 ? ingredients : [{ code: name, name }],
    ...(tradeName ? { tradeName } : {}),
    strength: part('strength') ?? '',
    form: part('form') ?? '',
    unit: part('unit') ?? request.dispenseRequest?.quantity?.unit ?? '',
    route: { code: dosage?.route?.coding?.[0]?.code ?? '', name: dosage?.route?.text ?? '' },
    kind: drugKinds.find((known) => known === kind) ?? 'C',
  }
}
