import { ext, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { openSlots } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { commit } from '#store/commit.ts'
import { codeNames } from './models/code-names.ts'
import type { PaperModel } from './models/paper-model.ts'
import { sharedModel } from './models/shared-model.ts'
import { readVisit } from './models/sources.ts'
import * as words from './models/words.ts'
import { paperAddress } from './paper-address.ts'
import { type Paper, paperResource } from './paper-resource.ts'
import { renderPaper } from './render-paper.ts'

export interface Supplement {
  readonly encounterId: string
  readonly title: string
  readonly text: string
  readonly reason: string
}

const code = 'BSHS'

const edition: FormEdition = {
  code,
  form: code,
  kind: 'local',
  title: { vi: 'Phiếu bổ sung hồ sơ sau lưu trữ', en: 'Supplement to an archived record' },
  source: 'Luật Khám bệnh, chữa bệnh 15/2023/QH15, Điều 69',
  verified: false,
  toPatient: false,
  slots: [
    {
      id: 'author',
      role: 'doctor',
      title: { vi: 'Người bổ sung', en: 'Author of the supplement' },
      order: 1,
      required: true,
      note: undefined,
    },
  ],
  validFrom: '2024-01-01',
  validTo: undefined,
  template: '_print/supplement.typ',
  own: true,
  isFilled: false,
  questionnaire: () => undefined,
}

async function modelOf(ctx: Context, given: Supplement): Promise<PaperModel> {
  const visit = await readVisit(ctx, given.encounterId)
  const shared = sharedModel(visit, codeNames(), code, edition.title.vi)
  const { practitionerId, name } = ctx.actor
  const { title, text, reason } = given
  return {
    data: {
      ...shared,
      archiveNumber: visit.encounter.identifier?.find((one) => one.system === sid.archive)?.value ?? '',
      supplement: { title, text: words.text(text), reason },
      signers: { author: name },
      day: words.dayParts(dayInVietnam(ctx.now())),
    },
    visit,
    about: `Encounter/${given.encounterId}`,
    edition,
    template: edition.template,
    related: [],
    signers: { author: { reference: `Practitioner/${practitionerId ?? ''}`, display: name } },
  }
}

/**
 * A paper that is added to a record after it was archived. Nothing of the record changes; its author signs it like any
 * other paper.
 */
export async function writeSupplement(ctx: Context, given: Supplement): Promise<Paper> {
  const model = await modelOf(ctx, given)
  const id = ctx.newId()
  const bytes = await renderPaper({ id, address: paperAddress(ctx, id) }, model)
  const paper = paperResource(ctx, id, model, { hash: await ctx.blobs.put(bytes), size: bytes.length })
  const mark = { url: ext.supplement, valueString: given.reason }
  const resource: Paper = {
    ...paper,
    extension: [...(paper.extension ?? []), mark],
    description: `${edition.title.vi}: ${given.title}`,
  }
  const [made] = await commit<Paper>(ctx, [{ kind: 'create', resource, id }], {
    authority: { permission: 'records.supplement', reason: given.reason },
    act: 'record.supplement',
  })
  const practitionerId = ctx.actor.practitionerId
  await openSlots(ctx, id, [
    {
      slot: 'author',
      turn: 1,
      role: ctx.actor.roles[0] ?? 'doctor',
      practitionerId,
      department: model.visit.department?.id,
    },
  ])
  return made?.resource ?? resource
}
