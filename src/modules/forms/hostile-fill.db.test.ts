import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling, mostCharacters, mostRows } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { commit } from '#store/commit.ts'
import { as } from '#tests/support/database.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { withServer } from '#tests/support/server.ts'
import { openWard } from '#tests/support/ward.ts'
import type { FillView, RefusedFill } from './contract.ts'
import { findEdition, formOf } from './editions.ts'
import { forms } from './index.ts'

/** What people and machines type, and what is kept and printed of it. */
const texts: readonly (readonly [string, string])[] = [
  ['Nguyễn Thị Ánh Đậu'.normalize('NFD'), 'Nguyễn Thị Ánh Đậu'],
  ['<script>alert("x")</script><img src=x onerror=y>', '<script>alert("x")</script><img src=x onerror=y>'],
  ['#read("/etc/passwd") #let a = 1 $x^2$ *b* _i_ `r`', '#read("/etc/passwd") #let a = 1 $x^2$ *b* _i_ `r`'],
  ['{{constructor}} $\u007b1+1} {% raw %} %0 {0}', '{{constructor}} $\u007b1+1} {% raw %} %0 {0}'],
  ["'; drop table resource; --", "'; drop table resource; --"],
  ['a\u202eb\u2066c\u0000d\u001b[2Je\ufefff', 'abcd[2Jef'],
  ['Đau 😀 👨‍👩‍👧', 'Đau 😀 👨‍👩‍👧'],
  ['ألم في الصدر', 'ألم في الصدر'],
  ['dòng một\r\ndòng hai', 'dòng một\ndòng hai'],
]

const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const issuesOf = (answer: { body: unknown }) =>
  ((answer.body as RefusedFill).issues ?? []).map(({ path, code }) => [path, code])

describe('what is typed into a form', () => {
  it('is kept whole and safe, printed as it stands, and refused with a code where it is too much', () =>
    withServer([forms, documents], async (client) => {
      const { ctx, encounterId } = await openWard(client)
      const begin = async (form: string) => {
        const answer = await client.send('POST', '/api/fills', { body: { id: uuidv7(), form, encounterId } })
        return answer.body as FillView
      }
      const fill = await begin('29-BV2')
      const form = formOf(await findEdition(ctx, fill.form, fill.on))
      const path = `/api/fills/${fill.id}`
      const read = async () => (await client.send('GET', path)).body as FillView
      const filling = new Filling(form, fill.response as unknown as QuestionnaireResponse, fill.environment)
      for (const [typed, kept] of texts) {
        filling.set('reason', [{ valueString: typed }])
        const { version } = await read()
        const body = { version, response: filling.response() }
        const saved = await client.send('PUT', path, { body })
        assert.equal(saved.status, 200, saved.text)
        const stored = new Filling(form, (await read()).response as unknown as QuestionnaireResponse)
        assert.equal(stored.answers('reason')[0]?.valueString, kept)
        const { version: now } = await read()
        const print = await client.server.inject({
          method: 'POST',
          url: `${path}/preview`,
          headers: { 'x-command-id': uuidv7() },
          payload: { version: now, response: filling.response() },
        })
        assert.equal(print.statusCode, 200, print.body.slice(0, 300))
        const paper = (await pdfTexts(print.rawPayload)).join(' ').replace(/\s+/g, '')
        const letters = kept.replace(/[\s\p{Extended_Pictographic}\u200d]|[\u0600-\u06ff]/gu, '')
        assert.ok(paper.includes(letters), kept)
      }
      const { version } = await read()
      filling.set('reason', [{ valueString: 'a'.repeat(mostCharacters + 1) }])
      const long = await client.send('PUT', path, { body: { version, response: filling.response() } })
      assert.deepEqual([codeOf(long), issuesOf(long)], ['forms.invalid', [['reason', 'tooLong']]])
      filling.set('reason', [{ valueString: 'a'.repeat(3_000_000) }])
      const huge = await client.send('PUT', path, { body: { version, response: filling.response() } })
      assert.equal(huge.status, 413)

      for (const verb of ['amend', 'cancel']) {
        const empty = await client.send('POST', `${path}/${verb}`, { body: { reason: ' \u202e\u0007 \n ' } })
        assert.deepEqual([empty.status, codeOf(empty)], [400, 'forms.reasonMissing'])
      }
      const reason = 'Nhầm\u202e người '.normalize('NFD')
      assert.equal((await client.send('POST', `${path}/cancel`, { body: { reason } })).status, 200)
      assert.equal((await read()).notes[0]?.reason, 'Nhầm người')

      const sheet = await begin('37-BV2')
      const row = { linkId: 'vitals', item: [{ linkId: 'vitals.at', answer: [{ valueTime: '23:59:00' }] }] }
      const rows = (count: number) => ({
        ...(sheet.response as unknown as QuestionnaireResponse),
        item: Array.from({ length: count }, () => row),
      })
      const sheetPath = `/api/fills/${sheet.id}`
      const many = await client.send('PUT', sheetPath, { body: { version: 1, response: rows(10_000) } })
      assert.deepEqual([codeOf(many), issuesOf(many)], ['forms.invalid', [['vitals', 'tooMany']]])
      const resource = { ...rows(10_000), id: sheet.id }
      await assert.rejects(commit(as(ctx, {}), [{ kind: 'update', resource }]), { code: 'forms.invalid' })
      const most = await client.send('PUT', sheetPath, { body: { version: 1, response: rows(mostRows) } })
      assert.equal(most.status, 200, most.text.slice(0, 300))
      const kept = (await client.send('GET', sheetPath)).body as FillView
      assert.equal((kept.response as unknown as QuestionnaireResponse).item?.length, mostRows)
    }))
})
