import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, Provenance, QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling, isLocked, withMarks } from '#fhir/sdc/index.ts'
import { makeContext } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { actor } from '#tests/support/database.ts'
import { first, nurse, type Row, type Sheet, second, sheetWard } from '#tests/support/day-sheet.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { signAllRows } from '#tests/support/sign-rows.ts'
import type { SignedRow, StruckRow } from '../contract.ts'
import { findEdition, formOf } from '../editions.ts'

const withSheet = sheetWard()

const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const rowOf = async (sheet: Sheet, id: string): Promise<Row> => {
  const found = (await sheet.response()).item?.find((one) => one.id === id)
  assert.ok(found)
  return found
}
/** The row with another text at one of its questions. */
function changed(row: Row, text: string): Row {
  const json = JSON.stringify(row).replace('Ho nhiều', text)
  return JSON.parse(json) as Row
}

describe('a row of the day sheet', () => {
  it('is signed by who wrote it, verifiable from what stands in it', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      const signed = await sheet.sign(id)
      assert.equal(signed.status, 200, signed.text)
      assert.deepEqual((signed.body as SignedRow).late, false)
      const [row] = (await sheet.rows()).filter((one) => one.id === id)
      assert.deepEqual([row?.signed?.by, row?.signed?.valid, row?.signed?.faults], ['Người Thử Nghiệm', true, []])
      const evidence = await readResource<Provenance & { id: string }>(
        sheet.ctx,
        'Provenance',
        row?.signed?.evidence.replace('Provenance/', '') ?? '',
      )
      const [target] = evidence.target ?? []
      const [, version] = /^QuestionnaireResponse\/.+\/_history\/(\d+)$/.exec(target?.reference ?? '') ?? []
      assert.equal(Number(version), (await sheet.view()).version - 1, 'the version that was shown')
      assert.equal(target?.extension?.[0]?.valueUri, `#${id}`)
      assert.match(target?.extension?.[1]?.valueString ?? '', /linkId='entry'/)
      assert.match(target?.extension?.[2]?.valueString ?? '', /^[0-9a-f]{64}$/)
      assert.equal(evidence.signature?.[0]?.sigFormat, 'application/pkcs7-signature')
    }))

  it('is not changed, removed or doubled once it is signed, from no channel', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      await sheet.sign(id)
      const view = await sheet.view()
      const sent = JSON.parse(JSON.stringify(view.response)) as QuestionnaireResponse
      const without = { ...sent, item: sent.item?.filter((one) => one.id !== id) ?? [] }
      assert.equal(codeOf(await sheet.put(view.version, without)), 'forms.rowSigned')
      const other = { ...sent, item: sent.item?.map((one) => changed(one, 'Ho ít')) ?? [] }
      assert.equal(codeOf(await sheet.put(view.version, other)), 'forms.rowSigned')
      assert.equal(await sheet.overFhir((row) => changed(row, 'Ho ít')), 'forms.rowSigned')
      assert.equal(await sheet.overFhir(() => undefined), 'forms.rowSigned')
      assert.equal(await sheet.overFhir((row) => withMarks(row, {})), 'forms.rowSigned')
      assert.equal(
        await sheet.overFhir((row) => (isLocked(row) ? withMarks(changed(row, 'Ho ít'), {}) : row)),
        'forms.rowSigned',
      )
      const doubled = { ...(await sheet.response()) }
      const twice = [...(doubled.item ?? []), await rowOf(sheet, id)]
      const ctx = makeContext(sheet.client.services, { facility: 1, actor: actor(first) })
      const code = await commit(ctx, [{ kind: 'update', resource: { ...doubled, item: twice } }]).catch(
        (error: { code: string }) => error.code,
      )
      assert.equal(code, 'forms.rowTwice')
      assert.equal(codeOf(await sheet.sign(id)), 'forms.rowSigned')
      assert.equal((await sheet.rows()).find((one) => one.id === id)?.signed?.valid, true)
    }))

  it('stays exactly as it was signed when the sheet is saved by a screen that lost its marks and texts', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      await sheet.sign(id)
      const before = await rowOf(sheet, id)
      const bare = withMarks(
        JSON.parse(JSON.stringify(before, (key, value) => (key === 'text' ? undefined : value))) as Row,
        {},
      )
      const { version, response } = await sheet.view()
      const sent = response as unknown as QuestionnaireResponse
      const item = [...(sent.item?.map((one) => (one.id === id ? bare : one)) ?? [])]
      item.push({
        linkId: 'entry',
        id: 'fresh',
        item: [{ linkId: 'entry.doctor', answer: [{ valueString: 'A' }] }],
      })
      assert.equal((await sheet.put(version, { ...sent, item })).status, 200)
      assert.deepEqual(await rowOf(sheet, id), before)
    }))

  it('is of its author: no other person writes in it, takes it out, signs it or claims it', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      const view = await sheet.view(second)
      const sent = JSON.parse(JSON.stringify(view.response)) as QuestionnaireResponse
      const other = { ...sent, item: sent.item?.map((one) => changed(one, 'Không ho')) ?? [] }
      assert.equal(codeOf(await sheet.put(view.version, other, second)), 'forms.rowOfOther')
      const without = { ...sent, item: sent.item?.filter((one) => one.id !== id) ?? [] }
      assert.equal(codeOf(await sheet.put(view.version, without, second)), 'forms.rowOfOther')
      assert.equal(codeOf(await sheet.sign(id, second)), 'forms.rowOfOther')
      assert.equal(codeOf(await sheet.strike(id, {}, second)), 'forms.rowNotStruck')
      const mine = { reference: 'Practitioner/practitioner-other', display: 'Người Khác' }
      const claim = (row: Row) => withMarks(row, { author: mine })
      assert.equal(await sheet.overFhir(claim, second), 'forms.rowOfOther')
      const own = await sheet.write('2026-11-23T09:00:00+07:00', 'Đỡ ho', second)
      assert.equal((await sheet.sign(own, second)).status, 200)
      assert.equal((await sheet.sign(id)).status, 200, 'the first signs after the second')
      const signed = (await sheet.rows()).filter((one) => one.signed)
      assert.deepEqual(
        signed.map((one) => [one.signed?.by, one.signed?.valid, one.signed?.late]),
        [
          ['Người Thử Nghiệm', true, true],
          ['Người Khác', true, false],
        ],
        'a row about an earlier time than one that is signed is marked',
      )
    }))

  it('counts as signed only by a real signature of its writer', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      await sheet.sign(id)
      const { signed } = (await sheet.rows()).find((one) => one.id === id) ?? {}
      const me = { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' }
      const forged = { by: me, at: '2026-11-23T10:42:00+07:00', hash: '0'.repeat(64), late: false }
      const author = me
      const next = await sheet.write('2026-11-23T09:00:00+07:00', 'Ho nhiều')
      const mark = (evidence: string) => (row: Row) =>
        row.id === next ? withMarks(row, { author, signed: { ...forged, evidence } }) : row
      assert.equal(await sheet.overFhir(mark(signed?.evidence ?? '')), 'forms.rowNotProven', 'of another row')
      assert.equal(await sheet.overFhir(mark('Provenance/none')), 'store.referenceMissing')
      assert.equal(codeOf(await sheet.sign(next, first, { pin: '000000' })), 'signing.pinWrong')
      assert.equal(codeOf(await sheet.sign(next, { ...first, roles: ['nurse'] })), 'forms.rowRole')
      assert.equal(codeOf(await sheet.sign(next, first, { version: 1 })), 'forms.changedMeanwhile')
      assert.equal(codeOf(await sheet.sign('none')), 'forms.rowUnknown')
    }))

  it('is put right by a new row, with a reason, while the old one stays readable', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      await sheet.sign(id)
      const content = await rowOf(sheet, id)
      const struck = await sheet.strike(id, { correct: true })
      assert.equal(struck.status, 200, struck.text)
      const { row: fresh = '' } = struck.body as StruckRow
      assert.deepEqual(withMarks(await rowOf(sheet, id), {}), withMarks(content, {}))
      assert.equal(codeOf(await sheet.strike(id)), 'forms.rowStruck')
      const rows = await sheet.rows()
      assert.deepEqual(
        rows.map((one) => [one.id, one.struck?.reason, one.corrects?.row, one.signed?.valid]),
        [
          [id, 'Ghi nhầm người bệnh', undefined, true],
          [fresh, undefined, id, undefined],
        ],
      )
      const { version, response } = await sheet.view()
      const sent = JSON.parse(JSON.stringify(response)) as QuestionnaireResponse
      const right = {
        ...sent,
        item: sent.item?.map((one) => (one.id === fresh ? changed(one, 'Ho ít') : one)) ?? [],
      }
      assert.equal((await sheet.put(version, right)).status, 200)
      const signed = await sheet.sign(fresh)
      assert.deepEqual([signed.status, (signed.body as SignedRow).late], [200, false])
      assert.match(JSON.stringify(await rowOf(sheet, fresh)), /Ho ít/)
    }))

  it('is told as broken when somebody changed it behind the program', () =>
    withSheet(async (sheet) => {
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      await sheet.sign(id)
      const stored = await sheet.response()
      const item = (stored.item ?? []).map((one) => (one.id === id ? changed(one, 'Ho ít') : one))
      await commit(sheet.ctx, [{ kind: 'update', resource: { ...stored, item } }])
      const { signed } = (await sheet.rows()).find((one) => one.id === id) ?? {}
      assert.deepEqual([signed?.valid, signed?.faults], [false, ['digest-mismatch']])
    }))

  it('lacks nothing that the form asks for when it is signed', () =>
    withSheet(async (sheet) => {
      const [begun] = await sheet.rows()
      const refused = await sheet.sign(begun?.id ?? '')
      assert.equal(codeOf(refused), 'forms.invalid')
      const { issues } = refused.body as { issues: { path: string; code: string }[] }
      assert.ok(issues.some((one) => one.path === 'entry.course.subjective@0' && one.code === 'required'))
      assert.ok(
        issues.every((one) => one.path.endsWith('@0')),
        'only of this row',
      )
    }))
})

describe('a sheet whose rows are signed', () => {
  it('is completed when each row is signed or struck, tells the chart what stands, and stays locked when amended', () =>
    withSheet(async (sheet) => {
      const [one, two] = [
        await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều'),
        await sheet.write('2026-11-23T09:00:00+07:00', 'Đỡ ho'),
      ]
      const pulses = new Map([
        [one, 111],
        [two, 88],
      ])
      const open = await sheet.view()
      const form = formOf(await findEdition(sheet.ctx, '36-BV2', open.on))
      const filling = new Filling(form, open.response as unknown as QuestionnaireResponse, open.environment)
      for (const [at, row] of (await sheet.rows()).entries())
        filling.set(`entry.course.vitals.pulse@${at}`, [{ valueInteger: pulses.get(row.id) ?? 0 }])
      assert.equal((await sheet.put(open.version, filling.response())).status, 200)
      const complete = async () => {
        const { version, response } = await sheet.view()
        const body = { version, response }
        return sheet.client.send('POST', `/api/fills/${sheet.id}/complete`, { as: first, body })
      }
      const refused = await complete()
      assert.equal(codeOf(refused), 'forms.invalid')
      const { issues } = refused.body as { issues: { path: string; code: string; text: string }[] }
      assert.deepEqual(
        issues.map(({ path, code }) => [path, code]),
        [
          ['entry@0', 'unsigned'],
          ['entry@1', 'unsigned'],
        ],
      )
      assert.match(issues[0]?.text ?? '', /dòng 1 chưa ký/)
      await sheet.strike(one)
      await signAllRows(sheet.client, sheet.id, first)
      const done = await complete()
      assert.equal(done.status, 200, done.text)
      const told = await searchResources<Observation>(sheet.ctx, 'Observation', { code: '8867-4' })
      const source = `QuestionnaireResponse/${sheet.id}`
      const values = told
        .filter((one) => one.derivedFrom?.[0]?.reference === source)
        .map((one) => one.valueQuantity?.value)
      assert.deepEqual(values, [88], 'a struck row tells the chart nothing')
      assert.equal((await sheet.rows()).find((one) => one.id === two)?.signed?.valid, true)
      const amended = await sheet.client.send('POST', `/api/fills/${sheet.id}/amend`, {
        body: { reason: 'Thêm dòng' },
      })
      assert.equal(amended.status, 200, amended.text)
      assert.equal(await sheet.overFhir((row) => changed(row, 'Khác')), 'forms.rowSigned')
    }))

  it('lets nurses sign the rows of their care sheet, and no doctor', () =>
    withSheet(async (sheet) => {
      const [begun] = await sheet.rows()
      assert.equal(codeOf(await sheet.sign(begun?.id ?? '')), 'forms.rowRole')
      assert.equal(codeOf(await sheet.sign(begun?.id ?? '', nurse)), 'forms.rowOfOther')
      assert.equal(codeOf(await sheet.sign(begun?.id ?? '', { ...first, roles: ['nurse'] })), 'forms.invalid')
    }, '38-BV2'))

  it('closes a shift of the care sheet of level 1 with the signature of its nurse', () =>
    withSheet(async (sheet) => {
      const shifts = (await sheet.rows()).map(({ group }) => group)
      assert.deepEqual(shifts, ['assessment', 'care'])
      const care = async () => (await sheet.rows()).find(({ group }) => group === 'care')?.id ?? ''
      const one = { ...first, roles: ['nurse'] }
      const { version, form, on, response, environment } = await sheet.view(one)
      const made = formOf(await findEdition(sheet.ctx, form, on))
      const whole = fillRequired(made, response as unknown as QuestionnaireResponse, environment)
      assert.equal((await sheet.put(version, whole, one)).status, 200)
      const signed = await sheet.sign(await care(), one)
      assert.equal(signed.status, 200, signed.text)
      const stands = JSON.stringify((await sheet.view(nurse)).response)
      assert.match(stands, /Bình thường \(care\.diet\)/)
      const later = JSON.parse(stands.replace('Bình thường (care.diet)', 'Nhịn ăn')) as QuestionnaireResponse
      const refused = await sheet.put((await sheet.view()).version, later, nurse)
      assert.equal(codeOf(refused), 'forms.rowSigned', refused.text)
    }, '37-BV2'))
})
