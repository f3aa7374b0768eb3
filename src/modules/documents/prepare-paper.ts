import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { closeSlots, openSlots, withPlaces } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { type FormEdition, readCanonical } from '#platform/forms/edition.ts'
import { formOn, shippedEdition } from '#platform/forms/registry.ts'
import { inTransaction } from '#platform/http/command.ts'
import { commit } from '#store/commit.ts'
import { documentErrors } from './errors.ts'
import { findPaper, hasSignature } from './find-papers.ts'
import { filledFormModel, readFill } from './models/filled-form.ts'
import { laboratoryResult } from './models/laboratory-result.ts'
import { outpatientRecord } from './models/outpatient-record.ts'
import type { PaperModel } from './models/paper-model.ts'
import { prescriptionPaper } from './models/prescription.ts'
import * as words from './models/words.ts'
import { paperAddress } from './paper-address.ts'
import { blobOf, type Correction, type Paper, paperResource } from './paper-resource.ts'
import { renderPaper } from './render-paper.ts'
import { isAwaited, isConfirmed } from './slot-roles.ts'

export interface PaperRequest {
  /** As printed: `01/BV1`. */
  readonly form: string
  /** Visit; needed by the papers that print the chart. */
  readonly encounterId?: string
  /** `QuestionnaireResponse/…` of a filled form, `DiagnosticReport/…` for 16/BV2, code of the prescription for TT26. */
  readonly about?: string
  /** Makes a new paper that replaces the signed one. */
  readonly correctionReason?: string
  /** Edition of a hospital's own form, which is not among the shipped ones. */
  readonly edition?: FormEdition
}

function need(value: string | undefined, form: string, what: string): string {
  if (!value) throw documentErrors.subjectMissing({ form, what })
  return value
}

/** The edition that a form was filled in on. */
function editionOf(request: PaperRequest, response: QuestionnaireResponse): FormEdition {
  const named = readCanonical(response.questionnaire)
  const shipped = named && shippedEdition(named.form, named.version)
  return request.edition ?? shipped ?? formOn(request.form, (response.authored ?? '').slice(0, 10))
}

async function buildModel(ctx: Context, request: PaperRequest): Promise<PaperModel> {
  const { form, encounterId, about } = request
  if (about?.startsWith('QuestionnaireResponse/')) {
    const response = await readFill(ctx, about)
    return filledFormModel(ctx, { edition: editionOf(request, response), response })
  }
  if (form === '15/BV1') return outpatientRecord(ctx, need(encounterId, form, 'encounterId'))
  if (form === '16/BV2') return laboratoryResult(ctx, idOf({ reference: need(about, form, 'about') }))
  if (form === 'TT26')
    return prescriptionPaper(ctx, need(encounterId, form, 'encounterId'), need(about, form, 'about'))
  throw documentErrors.subjectMissing({ form, what: 'QuestionnaireResponse' })
}

/** What to do with the paper that is there already. */
async function correctionOf(
  ctx: Context,
  before: Paper | undefined,
  reason: string | undefined,
): Promise<Correction | undefined> {
  if (!before || !(await hasSignature(ctx, before))) return undefined
  if (reason === undefined) throw documentErrors.signed()
  if (reason.trim() === '') throw documentErrors.reasonMissing()
  return { of: before, reason: reason.trim() }
}

function withCorrection(model: PaperModel, correction: Correction | undefined): PaperModel {
  if (!correction) return model
  const mark = { replaces: words.time(correction.of.date) ?? '', reason: correction.reason }
  return { ...model, data: { ...model.data, correction: mark } }
}

async function write(
  ctx: Context,
  paper: Paper,
  before: Paper | undefined,
  correction: Correction | undefined,
): Promise<Paper> {
  if (correction) {
    const [made] = await commit<Paper>(ctx, [
      { kind: 'create', resource: paper, id: paper.id },
      { kind: 'update', resource: { ...correction.of, status: 'superseded' } },
    ])
    await closeSlots(ctx, correction.of.id)
    return made?.resource ?? paper
  }
  const [made] = await commit<Paper>(ctx, [
    before ? { kind: 'update', resource: paper } : { kind: 'create', resource: paper, id: paper.id },
  ])
  return made?.resource ?? paper
}

function slotsOf({ edition, signers, visit }: PaperModel) {
  // The hospital's own forms are confirmed on the print.
  const places = edition.slots.filter((slot) => isAwaited(slot) && !(edition.own && isConfirmed(slot)))
  return places.map((slot) => ({
    slot: slot.id,
    turn: slot.order,
    role: slot.role,
    practitionerId: idOf(signers[slot.id]) || undefined,
    department: visit.department?.id,
  }))
}

/**
 * Lays out a paper from what is stored now and puts it before its signers. Unsigned, the same paper gets a
 * new version, or none when nothing changed; signed, only a correction with a reason makes another one.
 */
export async function preparePaper(ctx: Context, request: PaperRequest): Promise<Paper> {
  return inTransaction(ctx, async (tx) => {
    const plain = await buildModel(tx, request)
    const before = await findPaper(tx, plain.visit.encounter.id, request.form, plain.about)
    const correction = await correctionOf(tx, before, request.correctionReason)
    const model = withCorrection(plain, correction)
    const id = before && !correction ? before.id : tx.newId()
    const bytes = await renderPaper({ id, address: paperAddress(tx, id) }, model)
    const hash = await tx.blobs.put(bytes)
    if (before && !correction && blobOf(before) === hash) return before
    const places = slotsOf(model)
    const paper = withPlaces(paperResource(tx, id, model, { hash, size: bytes.length }, correction), places)
    const made = await write(tx, paper, correction ? undefined : before, correction)
    await openSlots(tx, id, places)
    return made
  })
}
