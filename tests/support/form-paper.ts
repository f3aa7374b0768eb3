import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { codeNames, formData, sharedModel, type VisitSources } from '#modules/documents/index.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import type { Rendered } from '#platform/typst/job.ts'
import type { Renderer } from '#platform/typst/renderer.ts'
import { qrSvg } from '#platform/typst/symbols.ts'

export const paperPatient = 'Đặng Thị Huyền'
export const paperRecord = '26/000123'

const visit: VisitSources = {
  patient: {
    resourceType: 'Patient',
    id: 'p',
    name: [{ text: paperPatient }],
    gender: 'female',
    birthDate: '1960-02-29',
  },
  encounter: {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { code: 'IMP' },
    identifier: [{ system: sid.record, value: paperRecord }],
    period: { start: '2026-11-20T08:05:00+07:00' },
  },
  facility: { resourceType: 'Organization', id: 'facility', name: 'Bệnh viện Đa khoa Ngàn Phố' },
  department: undefined,
  coverage: undefined,
  conditions: [],
  allergies: [],
}

/** A form printed without a database: the same model and template as the papers of the house. */
export function printForm(
  renderer: Renderer,
  edition: FormEdition,
  response: QuestionnaireResponse,
): Promise<Rendered> {
  const questionnaire = edition.questionnaire()
  if (!questionnaire) throw new Error(`${edition.code} has no questionnaire`)
  const shared = sharedModel(visit, codeNames(), edition.code, edition.title.vi)
  return renderer.render({
    template: '_print/statutory.typ',
    data: {
      ...formData({ edition, questionnaire, response }, shared, new Map()),
      lookUp: qrSvg('lanong:documents/0'),
      fhir: '{"resourceType":"Bundle","type":"document"}',
    },
    at: new Date('2026-11-22T03:42:00Z'),
    standard: 'a-3b',
    tagged: true,
  })
}
