import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { DocumentReference, Resource } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import { ensureDemoSigners, installedTrust, signing, verifyPaper } from '#modules/signing/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withServer } from '#tests/support/server.ts'
import type { PaperView, ValidationView } from './contract.ts'
import { documents } from './index.ts'

const doctor = {
  id: 'account-bacsi',
  practitionerId: 'practitioner-bacsi',
  roles: ['doctor'],
  name: 'Nguyễn Văn Minh',
}
const technician = {
  id: 'account-xn',
  practitionerId: 'practitioner-xn',
  roles: ['laboratory'],
  name: 'Phạm Quốc Bảo',
}
const pin = '202611'

function person(id: string, name: string, prefix: string): Resource {
  return { resourceType: 'Practitioner', id, name: [{ use: 'official', text: name, prefix: [prefix] }] }
}

const vital = (id: string, code: string, value: string, unit: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: cs.loinc, code }] },
  subject: { reference: 'Patient/p1' },
  encounter: { reference: 'Encounter/e1' },
  effectiveDateTime: '2026-11-23T08:00:00+07:00',
  valueQuantity: { value: decimal(value), unit },
})

const result = (id: string, name: string, value: string, flag?: string): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
  code: { coding: [{ system: cs.lab, code: id }], text: name },
  subject: { reference: 'Patient/p1' },
  encounter: { reference: 'Encounter/e1' },
  basedOn: [{ reference: 'ServiceRequest/sr1' }],
  valueQuantity: { value: decimal(value), unit: 'mmol/L' },
  referenceRange: [{ text: '3.9–6.4' }],
  ...(flag ? { interpretation: [{ coding: [{ system: cs.interpretation, code: flag }] }] } : {}),
})

/** An invented visit with everything that the three papers need. */
const visit: readonly Resource[] = [
  {
    resourceType: 'Organization',
    id: 'facility',
    name: 'Bệnh viện Đa khoa Ngàn Phố',
    extension: [{ url: 'urn:lanong:ext:governing-body', valueString: 'Sở Y tế tỉnh Ngàn Phố' }],
  },
  { resourceType: 'Organization', id: 'dept-kkb', name: 'Khoa Khám bệnh' },
  person('practitioner-bacsi', 'Nguyễn Văn Minh', 'BSCKI.'),
  person('practitioner-xn', 'Phạm Quốc Bảo', 'CNXN.'),
  {
    resourceType: 'Patient',
    id: 'p1',
    identifier: [
      { system: sid.mrn, value: '0260184337' },
      { system: sid.cccd, value: '042159001234' },
    ],
    name: [{ use: 'official', text: 'Đặng Thị Huyền' }],
    gender: 'female',
    birthDate: '1959-03-14',
    address: [{ use: 'home', text: 'Số 12 ngõ 5 đường Lê Lợi, phường Nguyễn Trãi' }],
    extension: [{ url: ext.ethnicity, valueCode: '01' }],
  },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'in-progress',
    class: { system: cs.actClass, code: 'AMB' },
    identifier: [{ system: sid.record, value: '26/000123' }],
    subject: { reference: 'Patient/p1' },
    period: { start: '2026-11-23T07:45:00+07:00' },
    serviceProvider: { reference: 'Organization/dept-kkb' },
    diagnosis: [
      {
        condition: { reference: 'Condition/c1' },
        use: { coding: [{ system: cs.diagnosisRole, code: 'DD' }] },
        rank: 1,
      },
    ],
  },
  {
    resourceType: 'Condition',
    id: 'c1',
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    code: { coding: [{ system: cs.icd10, code: 'I10' }], text: 'Tăng huyết áp vô căn (nguyên phát)' },
  },
  vital('v1', '8867-4', '88', '/min'),
  vital('v2', '8310-5', '37.0', 'Cel'),
  {
    resourceType: 'QuestionnaireResponse',
    id: 'q1',
    questionnaire: 'urn:lanong:form:15-BV1|2024-01-01',
    status: 'completed',
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    author: { reference: 'Practitioner/practitioner-bacsi' },
    authored: '2026-11-23T09:30:00+07:00',
    item: [
      { linkId: 'reason', answer: [{ valueString: 'Đau đầu' }] },
      { linkId: 'advice', answer: [{ valueString: 'Uống thuốc đều' }] },
    ],
  },
  {
    resourceType: 'ServiceRequest',
    id: 'sr1',
    status: 'completed',
    intent: 'order',
    code: { text: 'Sinh hóa máu' },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    requester: { reference: 'Practitioner/practitioner-bacsi' },
    authoredOn: '2026-11-23T08:10:00+07:00',
  },
  result('glu', 'Glucose', '9.80', 'H'),
  result('crea', 'Creatinin', '78'),
  {
    resourceType: 'DiagnosticReport',
    id: 'r1',
    status: 'final',
    code: { text: 'Phiếu xét nghiệm' },
    identifier: [{ system: sid.order, value: 'XN26-000456' }],
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    basedOn: [{ reference: 'ServiceRequest/sr1' }],
    issued: '2026-11-23T09:20:00+07:00',
    performer: [{ reference: 'Practitioner/practitioner-xn' }],
    result: [{ reference: 'Observation/glu' }, { reference: 'Observation/crea' }],
  },
  {
    resourceType: 'MedicationRequest',
    id: 'm1',
    status: 'active',
    intent: 'order',
    groupIdentifier: { system: sid.prescription, value: '01zz1k7m2q9x-C' },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    requester: { reference: 'Practitioner/practitioner-bacsi' },
    authoredOn: '2026-11-23T09:30:00+07:00',
    medicationCodeableConcept: {
      coding: [{ system: cs.ingredient, code: 'amlodipin', display: 'Amlodipin' }],
      text: 'Amlodipin 5 mg',
    },
    extension: [
      {
        url: ext.drug,
        extension: [
          { url: 'strength', valueString: '5 mg' },
          { url: 'form', valueString: 'Viên nén' },
        ],
      },
    ],
    dosageInstruction: [{ text: 'Uống sáng 1 viên' }],
    dispenseRequest: { quantity: { value: 5, unit: 'viên' }, expectedSupplyDuration: { value: 5, unit: 'ngày' } },
  },
]

async function prepare({ services }: TestClient): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  await commit(
    ctx,
    visit.map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' })),
  )
  await ensureDemoSigners(
    ctx,
    [doctor, technician].map(({ id, practitionerId, name }) => ({ accountId: id, practitionerId, name })),
    'Bệnh viện Đa khoa Ngàn Phố',
  )
}

const shown = ({ id, version, sha256 }: PaperView) => ({ id, version, sha256 })

async function make(client: TestClient, body: object): Promise<PaperView> {
  const answer = await client.send('POST', '/api/documents/prepare', { as: doctor, body })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as PaperView
}

const outpatient = { form: '15/BV1', encounterId: 'e1' }

test('a visit is printed, signed, checked and corrected', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const record = await make(client, outpatient)
    assert.equal(record.state, 'unsigned')
    assert.equal(record.slots[0]?.who, 'BSCKI. Nguyễn Văn Minh')

    const again = await make(client, outpatient)
    assert.deepEqual(shown(again), shown(record), 'the same sources give the same bytes and no new version')

    const prescription = await make(client, { form: 'TT26', encounterId: 'e1', about: '01zz1k7m2q9x-C' })
    const sheet = await make(client, { form: '16/BV2', about: 'DiagnosticReport/r1' })
    const list = await client.send('GET', '/api/signing/mine', { as: doctor })
    assert.deepEqual((list.body as { papers: { form: string }[] }).papers.map((one) => one.form).sort(), [
      '15/BV1',
      'TT26',
    ])

    const signed = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [record, prescription].map(shown), pin },
    })
    assert.equal(signed.status, 200, signed.text)

    const wrongRole = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [shown(sheet)], pin },
    })
    assert.equal((wrongRole.body as { code: string }).code, 'signing.noSlot')
    const right = await client.send('POST', '/api/signing/sign', {
      as: technician,
      body: { documents: [shown(sheet)], pin },
    })
    assert.equal(right.status, 200, right.text)

    const check = await client.send('GET', `/api/documents/${record.id}/validation`, { as: doctor })
    const verdict = check.body as ValidationView
    assert.equal(verdict.verdict, 'whole', verdict.text)
    assert.match(verdict.text, /Nguyên vẹn: 1 chữ ký/)

    const locked = await client.send('POST', '/api/documents/prepare', { as: doctor, body: outpatient })
    assert.equal((locked.body as { code: string }).code, 'documents.signed')

    const corrected = await client.send('POST', `/api/documents/${record.id}/correct`, {
      as: doctor,
      body: { reason: 'Thiếu tiền sử' },
    })
    assert.equal(corrected.status, 200, corrected.text)
    const papers = await client.send('GET', '/api/documents?encounter=e1', { as: doctor })
    const states = (papers.body as { papers: PaperView[] }).papers.map((one) => `${one.form} ${one.state}`).sort()
    assert.deepEqual(states, ['15/BV1 superseded', '15/BV1 unsigned', '16/BV2 signed', 'TT26 signed'])
  }))

test('what is signed cannot change, and what was not shown is not signed', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
    const paper = await make(client, outpatient)

    const stale = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [{ ...shown(paper), sha256: '0'.repeat(64) }], pin },
    })
    assert.equal((stale.body as { code: string }).code, 'signing.contentChanged')

    const unproven = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: { ...unproven, docStatus: 'final' } }]), {
      code: 'signing.serverOnly',
    })

    const signed = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [shown(paper)], pin },
    })
    assert.equal(signed.status, 200, signed.text)
    const final = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    assert.equal(final.docStatus, 'final')
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: { ...final, description: 'x' } }]), {
      code: 'signing.contentLocked',
    })
    await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'DocumentReference', id: paper.id }]), {
      code: 'signing.contentLocked',
    })

    const bytes = await ctx.blobs.get(final.content?.[0]?.attachment?.url?.slice('urn:lanong:blob:'.length) ?? '')
    assert.equal(verifyPaper(bytes, await installedTrust(ctx)).verdict, 'whole')
    assert.equal(createHash('sha256').update(bytes).digest('hex').length, 64)
  }))

test('a wrong PIN is counted even though the command is refused, and locks the key', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const paper = await make(client, outpatient)
    const attempt = (given: string) =>
      client.send('POST', '/api/signing/sign', { as: doctor, body: { documents: [shown(paper)], pin: given } })
    for (const left of [4, 3, 2, 1]) {
      const answer = await attempt('111111')
      assert.deepEqual((answer.body as { details: object }).details, { left })
    }
    assert.equal(((await attempt('111111')).body as { code: string }).code, 'signing.pinLocked')
    assert.equal(((await attempt(pin)).body as { code: string }).code, 'signing.pinLocked')
  }))
