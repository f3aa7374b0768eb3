import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Provenance, QuestionnaireResponse, QuestionnaireResponseItem, Resource } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { rowStatement, sdcUrl, withMarks } from '#fhir/sdc/index.ts'
import { signingBench } from '#tests/support/signing.ts'
import { signCms } from '../cms/build.ts'
import { oids } from '../der/oids.ts'
import { verifyFile } from '../verify-file.ts'
import { buildArchive } from './build.ts'
import { checkSignedRows } from './signed-rows.ts'

const bench = await signingBench()
const { authority } = bench
const doctor = await bench.person('Bác sĩ')
const [by, at] = [{ display: 'Bác sĩ' }, '2026-11-23T08:00:00+07:00']

const visit: Resource = {
  resourceType: 'Encounter',
  id: 'visit',
  status: 'in-progress',
  class: {},
  subject: { reference: 'Patient/one' },
}
const blank: QuestionnaireResponse = {
  resourceType: 'QuestionnaireResponse',
  id: 'sheet',
  questionnaire: 'urn:lanong:form:36-BV2|2024-01-01',
  status: 'in-progress',
  subject: { reference: 'Patient/one' },
  encounter: { reference: 'Encounter/visit' },
}
const rowOf = (id: string, text: string): QuestionnaireResponseItem => ({
  id,
  linkId: 'entry',
  item: [{ linkId: 'entry.course.subjective', answer: [{ valueString: text }] }],
})

/** A row with its signature, and the evidence of it. */
async function signed(row: QuestionnaireResponseItem) {
  const statement = Buffer.from(rowStatement(blank, row))
  const digest = createHash('sha256').update(statement).digest()
  const data = (await signCms(doctor, { digest, contentType: oids.data }, authority.stamper)).toString('base64')
  const id = `proof-${row.id}`
  const hash = digest.toString('hex')
  const proof = {
    resourceType: 'Provenance',
    id,
    target: [
      {
        reference: 'QuestionnaireResponse/sheet/_history/1',
        extension: [{ url: sdcUrl.rowHash, valueString: hash }],
      },
    ],
    recorded: at,
    agent: [{ who: by }],
    signature: [{ type: [{}], when: at, who: by, data }],
  } as Provenance
  const mark = { by, at, hash, evidence: `Provenance/${id}`, late: false }
  return { row: withMarks(row, { author: by, signed: mark }), proof }
}

const one = await signed(rowOf('one', 'Ho nhiều'))
const two = await signed(rowOf('two', 'Đỡ ho'))
const open = rowOf('three', 'Chưa ký')

const bundleOf = (item: readonly QuestionnaireResponseItem[], more: Partial<QuestionnaireResponse> = {}) =>
  Buffer.from(
    canonicalJson({
      resourceType: 'Bundle',
      type: 'document',
      entry: [visit, { ...blank, ...more, item }, one.proof, two.proof].map((resource) => ({ resource })),
    }),
  )
const faultsOf = (bundle: Buffer) =>
  checkSignedRows(bundle, authority.trust).map(({ row, faults }) => [row, ...faults])
const reworded = { ...one.row, item: [{ linkId: 'entry.course.subjective', answer: [{ valueString: 'Ho ít' }] }] }

describe('signed rows in the data of a record', () => {
  it('are found whole, those that nobody signed left out', () => {
    assert.deepEqual(faultsOf(bundleOf([one.row, open, two.row])), [[1], [3]])
    const [verdict] = checkSignedRows(bundleOf([one.row, two.row]), authority.trust)
    assert.deepEqual([verdict?.form, verdict?.signer], ['36/BV2', 'Bác sĩ'])
    const struck = { by, at, reason: 'Ghi nhầm người bệnh' }
    const mark = { by, at, evidence: 'Provenance/proof-one', late: false }
    const hash = createHash('sha256').update(rowStatement(blank, one.row)).digest('hex')
    const through = withMarks(one.row, { author: by, signed: { ...mark, hash }, struck })
    assert.deepEqual(
      faultsOf(bundleOf([through, two.row])),
      [[1], [2]],
      'struck through, and still as it was signed',
    )
  })

  it('are named when one was changed, moved to another patient or visit, or is gone', () => {
    assert.deepEqual(faultsOf(bundleOf([reworded, two.row])), [[1, 'digest-mismatch'], [2]])
    const other = { subject: { reference: 'Patient/other' } }
    assert.deepEqual(faultsOf(bundleOf([one.row, two.row], other)), [
      [1, 'other-patient'],
      [2, 'other-patient'],
    ])
    const elsewhere = bundleOf([one.row, two.row], { encounter: { reference: 'Encounter/other' } })
    assert.deepEqual(
      faultsOf(elsewhere).map(([, fault]) => fault),
      ['digest-mismatch', 'digest-mismatch'],
    )
    assert.deepEqual(faultsOf(bundleOf([two.row])), [[1], [undefined, 'row-lost']])
    assert.deepEqual(
      faultsOf(bundleOf([withMarks(reworded, {}), two.row])),
      [[2], [undefined, 'row-lost']],
      'a row that lost its mark',
    )
  })

  it('need their evidence', () => {
    const text = bundleOf([one.row]).toString().replaceAll('proof-one', 'proof-gone')
    const swapped = Buffer.from(
      text.replace('"evidence"', '"evidence"').replace(/"id":"proof-gone"/, '"id":"else"'),
    )
    assert.deepEqual(faultsOf(swapped).at(0), [1, 'no-signature'])
  })

  it('are told by the verification of an exported record', async () => {
    const archiveOf = (fhir: Buffer) =>
      buildArchive(
        {
          record: '26/000123',
          facility: 'Bệnh viện Đa khoa Ngàn Phố',
          madeAt: '2026-11-23T10:42:00+07:00',
          madeBy: 'Người Thử Nghiệm',
          about: {},
          fhir,
          papers: [],
          roots: [authority.root],
        },
        authority.seal,
        authority.stamper,
      )
    const whole = verifyFile(await archiveOf(bundleOf([one.row, two.row])), 'vi', [authority.root])
    assert.equal(whole.ok, true)
    assert.match(whole.lines.join('\n'), /từng dòng của phiếu: 2\/2 hợp lệ/)
    const bent = verifyFile(await archiveOf(bundleOf([reworded, two.row])), 'vi', [authority.root])
    assert.equal(bent.ok, false)
    assert.match(bent.lines.join('\n'), /KHÔNG nguyên vẹn/)
    assert.match(
      bent.lines.join('\n'),
      /36\/BV2 .*dòng 1, chữ ký của Bác sĩ không hợp lệ: Nội dung đã bị thay đổi/,
    )
  })
})
