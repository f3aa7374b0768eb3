import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { FormEdition } from '#platform/forms/edition.ts'
import type { Cell } from '../form-print/blocks.ts'
import { formMark } from '../form-print/form-mark.ts'
import { printModel } from '../form-print/print-model.ts'
import { signaturePlaces } from '../form-print/signature-places.ts'
import type { sharedModel } from './shared-model.ts'
import * as words from './words.ts'

/** Printed by the head block itself, so not among its lines. */
const ownLines = new Set(['head.authority', 'head.facility', 'head.formCode'])
const leftLines = /^head\.(department|bed|room|ward)/

/** What the head block prints: the form's own answers, else what the hospital is called. */
function headModel(cells: readonly Cell[], shared: ReturnType<typeof sharedModel>) {
  const written = (linkId: string) => {
    const value = cells.find((one) => one.linkId === linkId)?.value
    return value?.kind === 'text' ? value.text : undefined
  }
  const lines = cells.filter((one) => !ownLines.has(one.linkId))
  return {
    authority: written('head.authority') ?? shared.facility.authority,
    facility: written('head.facility') ?? shared.facility.name,
    left: lines.filter((one) => leftLines.test(one.linkId)),
    right: lines.filter((one) => !leftLines.test(one.linkId)),
  }
}

export interface FormToPrint {
  readonly edition: FormEdition
  readonly questionnaire: Questionnaire
  readonly response: QuestionnaireResponse
}

/** What `_print/statutory.typ` prints of a filled form. The date line stays empty until it is finished. */
export function formData(
  { edition, questionnaire, response }: FormToPrint,
  shared: ReturnType<typeof sharedModel>,
  names: ReadonlyMap<string, string | null>,
) {
  const { head, blocks } = printModel(questionnaire, response)
  const written = response.status === 'in-progress' ? undefined : response.authored
  return {
    ...shared,
    formTitle: edition.title.vi,
    mark: formMark(edition),
    head: headModel(head, shared),
    blocks,
    signatures: signaturePlaces(edition.slots, names),
    day: written === undefined ? null : words.dayParts(written),
  }
}
