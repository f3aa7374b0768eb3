import type { Encounter, MedicationRequest, QuestionnaireResponse, Resource } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import type { DiagnosesView, ExamView, SavedView, Values } from '#modules/exam/contract.ts'
import type { PrescriptionView } from '#modules/prescriptions/contract.ts'
import { signatureFields } from '#modules/signing/pades/fields.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { commit } from '#store/commit.ts'
import type { HowMuch } from '#tests/support/form-answers.ts'
import { diagnose, line } from '#tests/support/prescription.ts'
import { givenVisit } from '#tests/support/visit.ts'
import type { Ward } from '#tests/support/ward.ts'
import { bad, good, type Life, unlived } from './forms-table.ts'
import type { MakeSheet, Sheet, SignaturePlace } from './sheet.ts'

/** A paper whose own screen writes the chart that it is printed from. */
export interface ChartPaper {
  live(ward: Ward): Promise<Life>
  sheets(ward: Ward): MakeSheet
}

const told = (answer: { text: string }) => bad(answer.text.slice(0, 300))
const patient = 'Đặng Thị Huyền'

/** Where the file awaits signatures. */
function placesOf(pdf: Buffer): SignaturePlace[] {
  const document = new PdfDocument(pdf)
  const pages = document.pages().map((page) => page.num)
  return signatureFields(document).map(({ dict }) => {
    const page = dict.entries.get('P')
    const [, , , top] = document.items(dict.entries.get('Rect'))
    return {
      page: pages.indexOf(page?.kind === 'ref' ? page.num : -1) + 1,
      y: 842 - Number(top?.kind === 'number' ? top.text : 0),
    }
  })
}

let visits = 0

/** A new visit of the patient, with what stands in its chart. */
async function chartOf(
  { ctx }: Ward,
  resources: (of: Pick<Encounter, 'subject'> & { encounter: { reference: string } }) => readonly Resource[],
) {
  const [patientId, encounterId] = [`proof-p${++visits}`, `proof-e${visits}`]
  const record = `26/${String(900_000 + visits)}`
  const subject = { reference: `Patient/${patientId}` }
  const encounter = { reference: `Encounter/${encounterId}` }
  const own: Resource[] = [
    {
      resourceType: 'Patient',
      id: patientId,
      name: [{ text: patient }],
      gender: 'female',
      birthDate: '1972-09-02',
    },
    {
      resourceType: 'Encounter',
      id: encounterId,
      identifier: [{ system: sid.record, value: record }],
      status: 'in-progress',
      class: { system: cs.actClass, code: 'AMB' },
      subject,
      period: { start: '2026-11-23T08:00:00+07:00' },
    },
  ]
  const all = [...own, ...resources({ subject, encounter })]
  await commit(
    ctx,
    all.map((resource) => ({ kind: 'create', resource, ...(resource.id ? { id: resource.id } : {}) })),
  )
  return { encounterId, record }
}

/** The paper as its reader gets it. */
async function sheetOf(
  { client }: Ward,
  body: { readonly form: string; readonly encounterId: string; readonly about?: string },
  more: Pick<Sheet, 'words' | 'record'>,
): Promise<Sheet> {
  const made = await client.send('POST', '/api/documents/prepare', { body })
  if (made.status !== 200) throw new Error(made.text)
  const { id } = made.body as { id: string }
  const { rawPayload } = await client.server.inject({ method: 'GET', url: `/api/documents/${id}/pdf` })
  return { pdf: rawPayload, places: placesOf(rawPayload), expected: 1, patient, ...more }
}

/** No text of these screens is longer. */
const mostLetters = 19_000

/** Texts of which every sentence has a word that stands nowhere else. */
function writer(much: HowMuch | undefined) {
  const words: string[] = []
  const text = (sentences = much?.sentences ?? 0) => {
    const made: string[] = []
    for (let at = 0; at < sentences && made.join(' ').length < mostLetters; at++) {
      const word = `tq${words.length.toString(36)}z`
      words.push(word)
      made.push(`Diễn biến ${word} ổn, ăn ngủ được, da niêm mạc hồng.`)
    }
    return [made.join(' '), much?.hostile ?? ''].filter(Boolean).join(' ')
  }
  return { words, text }
}

const examTexts = [
  ...['reason', 'history', 'ownHistory', 'familyHistory', 'general', 'organs', 'labSummary', 'treatment'],
  ...['summary.course', 'summary.results', 'summary.method', 'summary.state', 'summary.plan', 'advice'],
] as const

const examResponse = (texts: ReadonlyMap<string, string>): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'urn:lanong:form:15-BV1|2024-01-01',
  status: 'completed',
  authored: '2026-11-23T09:30:00+07:00',
  author: { reference: 'Practitioner/practitioner-test' },
  ...(texts.size > 0
    ? { item: [...texts].map(([linkId, valueString]) => ({ linkId, answer: [{ valueString }] })) }
    : {}),
})

/** 15/BV1, written on the screen of the examination. */
const outpatientRecord: ChartPaper = {
  async live({ client, ctx }) {
    const { encounterId } = await givenVisit(ctx)
    const at = `/api/encounters/${encounterId}`
    const begun = await client.send('GET', `${at}/exam`)
    if (begun.status !== 200) return { ...unlived, fills: told(begun) }
    const { words, text } = writer({ sentences: 2, rows: 1 })
    const values: Values = Object.fromEntries(examTexts.map((item) => [item, text()]))
    const saved = await client.send('PUT', `${at}/exam`, { body: { version: null, values } })
    if (saved.status !== 200 || words.length === 0) return { ...unlived, fills: good(), saves: told(saved) }
    const read = (await client.send('GET', `${at}/exam`)).body as ExamView
    const same = examTexts.every((item) => read.values[item] === values[item])
    const { basis } = read.diagnoses as DiagnosesView
    await client.send('PUT', `${at}/diagnoses`, { body: { basis, diagnoses: [{ code: 'I10' }] } })
    const { version } = saved.body as SavedView
    const done = await client.send('POST', `${at}/conclude`, { body: { version } })
    return {
      fills: good(),
      saves: good(),
      reopens: same ? good() : bad('what is read differs from what was saved'),
      extracts: done.status === 200 ? good('1') : told(done),
    }
  },
  sheets: (ward) => async (much) => {
    const { words, text } = writer(much)
    const texts = new Map(much ? examTexts.map((item) => [item, text()]) : [])
    const { encounterId, record } = await chartOf(ward, (of) => [{ ...examResponse(texts), ...of }])
    return sheetOf(ward, { form: '15/BV1', encounterId }, { words, record })
  },
}

/** As many drugs as a prescription may have, and sentences in the note on one. */
const [mostDrugs, mostNote] = [40, 5]

function drugOf(at: number, group: string, note: string, of: object): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    groupIdentifier: { system: sid.prescription, value: group },
    subject: {},
    requester: { reference: 'Practitioner/practitioner-test' },
    authoredOn: '2026-11-23T09:30:00+07:00',
    medicationCodeableConcept: { text: `Thuốc ${at}` },
    extension: [{ url: ext.lineNumber, valueInteger: at }],
    dosageInstruction: [{ text: 'Uống sáng 1 viên' }],
    ...(note ? { note: [{ text: note }] } : {}),
    dispenseRequest: { quantity: { value: 5, unit: 'viên' } },
    ...of,
  }
}

/** TT26, written on the screen of prescriptions. */
const prescription: ChartPaper = {
  async live({ client, ctx }) {
    const { encounterId, patientId } = await givenVisit(ctx)
    await diagnose(client, { patientId, encounterId }, 'I10')
    const at = `/api/encounters/${encounterId}/prescription`
    const begun = await client.send('GET', at)
    if (begun.status !== 200) return { ...unlived, fills: told(begun) }
    const lines = [
      line('PARACETAMOL-500', { note: 'Uống khi sốt' }),
      line('AMLODIPIN-5', { timesADay: 1, moments: ['MORN'], quantity: 5 }),
    ]
    const { basis } = begun.body as PrescriptionView
    const saved = await client.send('PUT', at, { body: { basis, lines } })
    if (saved.status !== 200) return { ...unlived, fills: good(), saves: told(saved) }
    const read = (await client.send('GET', at)).body as PrescriptionView
    const same = lines.every((one, index) =>
      Object.entries(one).every(
        ([key, value]) => JSON.stringify(read.lines[index]?.[key as keyof typeof one]) === JSON.stringify(value),
      ),
    )
    const done = await client.send('POST', `${at}/issue`, { body: { basis: read.basis } })
    const issued = done.status === 200 ? (done.body as PrescriptionView).issued[0] : undefined
    return {
      fills: good(),
      saves: good(),
      reopens: same ? good() : bad('what is read differs from what was saved'),
      extracts: issued?.lines.length === lines.length ? good(String(lines.length)) : told(done),
    }
  },
  sheets: (ward) => async (much) => {
    const group = `01zz1proof${visits + 10}-C`
    const { words, text } = writer(much)
    const drugs = Math.min(mostDrugs, much?.rows ?? 1)
    const { encounterId, record } = await chartOf(ward, (of) => [
      ...Array.from({ length: drugs }, (_, at) =>
        drugOf(at + 1, group, text(Math.min(mostNote, much?.sentences ?? 0)), of),
      ),
      ...(much ? [{ ...examResponse(new Map([['advice', text()]])), ...of }] : []),
    ])
    return sheetOf(ward, { form: 'TT26', encounterId, about: group }, { words, record })
  },
}

/** Papers that no filled form makes, by their code. */
export const chartPapers: ReadonlyMap<string, ChartPaper> = new Map([
  ['15/BV1', outpatientRecord],
  ['TT26', prescription],
])
