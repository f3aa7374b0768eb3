import type { MedicationRequest, Observation, QuestionnaireResponse } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { printedDrugName } from '#kernel/drug/drug.ts'
import { inWordsCapital, printedQuantity, youngChildAge } from '#modules/prescriptions/index.ts'
import type { Context } from '#platform/context.ts'
import { formOn } from '#platform/forms/registry.ts'
import { qrSvg } from '#platform/typst/symbols.ts'
import { searchResources } from '#store/search.ts'
import { documentErrors } from '../errors.ts'
import { codeNames } from './code-names.ts'
import type { PaperModel } from './paper-model.ts'
import { sharedModel } from './shared-model.ts'
import { readVisit, readVitals, staffName } from './sources.ts'
import * as words from './words.ts'

const part = (request: MedicationRequest, name: string) =>
  request.extension?.find((one) => one.url === ext.drug)?.extension?.find((one) => one.url === name)

const lineNumber = (request: MedicationRequest) =>
  request.extension?.find((one) => one.url === ext.lineNumber)?.valueInteger ?? 99

/** One drug as Circular 26/2025/TT-BYT art. 6 asks: name, strength, form, quantity, how to take it, days. */
function drugModel(request: MedicationRequest) {
  const concept = request.medicationCodeableConcept
  const ingredients = (concept?.coding ?? [])
    .filter((one) => one.system === cs.ingredient)
    .map((one) => ({ code: one.code ?? '', name: one.display ?? '' }))
  const trade = part(request, 'tradeName')?.valueString
  const kind = part(request, 'kind')?.valueCode
  const quantity = request.dispenseRequest?.quantity
  const days = numberOf(request.dispenseRequest?.expectedSupplyDuration?.value)
  const strength = [part(request, 'strength')?.valueString, part(request, 'form')?.valueString?.toLowerCase()]
  return {
    name:
      ingredients.length > 0
        ? printedDrugName({ ingredients, ...(trade ? { tradeName: trade } : {}) })
        : (concept?.text ?? ''),
    strength: ingredients.length > 0 ? strength.filter(Boolean).join(', ') : '',
    quantity: printedQuantity(
      numberOf(quantity?.value) ?? 0,
      quantity?.unit ?? '',
      kind === 'N' || kind === 'H' ? kind : 'C',
    ),
    use: `${request.dosageInstruction?.[0]?.text ?? ''}${days ? `, trong ${days} ngày` : ''}`,
    note: words.text(request.note?.[0]?.text),
  }
}

async function childModel(ctx: Context, birthDate: string | undefined, on: string, first: MedicationRequest) {
  const months = youngChildAge(birthDate, on)
  if (months === undefined) return null
  const vitals: Observation[] = await readVitals(ctx, idOf(first.encounter))
  const weight = vitals.find((one) => one.code?.coding?.some((coding) => coding.code === '29463-7'))
  return {
    months: `${months} tháng`,
    weight: words.number(weight?.valueQuantity?.value),
    companion: words.text(first.extension?.find((one) => one.url === ext.companion)?.valueString),
  }
}

/** Advice and re-examination day that the doctor wrote on the record of the visit. */
async function advice(ctx: Context, encounterId: string) {
  const responses = await searchResources<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', {
    encounter: `Encounter/${encounterId}`,
  })
  const items = responses.flatMap((one) => one.item ?? []).flatMap((one) => [one, ...(one.item ?? [])])
  const answer = (id: string) => items.find((one) => one.linkId === id)?.answer?.[0]
  return { advice: words.text(answer('advice')?.valueString), reexam: words.day(answer('reexamDate')?.valueDate) }
}

/** Drugs of a prescription in the order of its lines; a replaced prescription stays printable. */
async function linesOf(ctx: Context, encounterId: string, code: string): Promise<MedicationRequest[]> {
  const all = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
    encounter: `Encounter/${encounterId}`,
  })
  const ofCode = (one: MedicationRequest) =>
    one.groupIdentifier?.system === sid.prescription && one.groupIdentifier.value === code
  return all
    .filter((one) => ofCode(one) && one.status !== 'entered-in-error' && one.status !== 'draft')
    .sort((a, b) => lineNumber(a) - lineNumber(b))
}

/** TT26, the prescription with a code. */
export async function prescriptionPaper(ctx: Context, encounterId: string, code: string): Promise<PaperModel> {
  const requests = await linesOf(ctx, encounterId, code)
  const first = requests[0]
  if (!first) throw documentErrors.nothingToPrint({ form: 'TT26', what: code })
  const visit = await readVisit(ctx, encounterId)
  const issued = first.authoredOn ?? ctx.now().toISOString()
  const on = dayInVietnam(new Date(issued))
  const shared = sharedModel(visit, codeNames(), 'TT26', 'Đơn thuốc')
  const count = String(requests.length).padStart(2, '0')
  const data = {
    ...shared,
    patient: { ...shared.patient, child: await childModel(ctx, visit.patient.birthDate, on, first) },
    prescription: {
      code,
      count: `${count} (${inWordsCapital(requests.length).toLowerCase()})`,
      ...(await advice(ctx, encounterId)),
    },
    drugs: requests.map(drugModel),
    qr: qrSvg(code),
    signers: { prescriber: await staffName(ctx, first.requester) },
    day: words.dayParts(issued),
  }
  const edition = formOn('TT26', on)
  return {
    data,
    visit,
    about: code,
    edition,
    template: edition.template,
    related: requests,
    signers: { prescriber: first.requester },
  }
}
