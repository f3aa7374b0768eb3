import { idOf } from '#fhir/encounter.ts'
import { closeSlots, openSlots } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { formOn, type PaperForm } from '#platform/typst/forms.ts'
import { commit } from '#store/commit.ts'
import { documentErrors } from './errors.ts'
import { findPaper, hasSignature } from './find-papers.ts'
import { laboratoryResult } from './models/laboratory-result.ts'
import { outpatientRecord } from './models/outpatient-record.ts'
import type { PaperModel } from './models/paper-model.ts'
import { prescriptionPaper } from './models/prescription.ts'
import * as words from './models/words.ts'
import { blobOf, type Correction, type Paper, paperResource } from './paper-resource.ts'
import { renderPaper } from './render-paper.ts'

export type FormCode = '15/BV1' | '16/BV2' | 'TT26'

export interface PaperRequest {
  readonly form: FormCode
  /** Visit; needed by 15/BV1 and TT26. */
  readonly encounterId?: string
  /** `DiagnosticReport/…` for 16/BV2, code of the prescription for TT26. */
  readonly about?: string
  /** Makes a new paper that replaces the signed one. */
  readonly correctionReason?: string
}

function need(value: string | undefined, form: string, what: string): string {
  if (!value) throw documentErrors.subjectMissing({ form, what })
  return value
}

function buildModel(ctx: Context, request: PaperRequest): Promise<PaperModel> {
  const { form, encounterId, about } = request
  if (form === '15/BV1') return outpatientRecord(ctx, need(encounterId, form, 'encounterId'))
  if (form === '16/BV2') return laboratoryResult(ctx, idOf({ reference: need(about, form, 'about') }))
  return prescriptionPaper(ctx, need(encounterId, form, 'encounterId'), need(about, form, 'about'))
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

function slotsOf(model: PaperModel, form: PaperForm) {
  return form.slots.map((slot) => ({
    slot: slot.id,
    role: slot.role,
    practitionerId: idOf(model.signers[slot.id]) || undefined,
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
    const form = formOn(request.form, model.eventDay)
    const id = before && !correction ? before.id : tx.newId()
    const bytes = await renderPaper(id, model, form)
    const hash = await tx.blobs.put(bytes)
    if (before && !correction && blobOf(before) === hash) return before
    const paper = paperResource(tx, id, model, form, { hash, size: bytes.length }, correction)
    const made = await write(tx, paper, correction ? undefined : before, correction)
    await openSlots(tx, id, slotsOf(model, form))
    return made
  })
}
