import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ensureDemoSigners, signing } from '#modules/signing/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { paperVisit } from '#tests/support/paper-visit.ts'
import { reviewed } from '#tests/support/papers-to-sign.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { PaperView } from './contract.ts'
import { documents } from './index.ts'

const doctor = {
  id: 'account-bacsi',
  practitionerId: 'practitioner-bacsi',
  roles: ['doctor'],
  name: 'Nguyễn Văn Minh',
}
const pin = '202611'

async function prepare(client: TestClient): Promise<PaperView[]> {
  const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
  const { id, practitionerId, name } = doctor
  await commit(
    ctx,
    paperVisit.map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' })),
  )
  await ensureDemoSigners(ctx, [{ accountId: id, practitionerId, name }], 'Bệnh viện Đa khoa Ngàn Phố')
  const made: PaperView[] = []
  const wanted = [
    { form: '15/BV1', encounterId: 'e1' },
    { form: 'TT26', encounterId: 'e1', about: '01zz1k7m2q9x-C' },
    { form: '16/BV2', about: 'DiagnosticReport/r1' },
  ]
  for (const body of wanted) {
    const answer = await client.send('POST', '/api/documents/prepare', { as: doctor, body })
    assert.equal(answer.status, 200, answer.text)
    made.push(answer.body as PaperView)
  }
  return made
}

const fetchPdf = async (client: TestClient, url: string): Promise<Buffer> => {
  await client.send('GET', '/api/documents?encounter=e1', { as: doctor })
  const answer = await client.server.inject({ method: 'GET', url })
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 300))
  assert.match(String(answer.headers['content-type']), /^application\/pdf/)
  return answer.rawPayload
}

/** What qpdf says of the structure of a file; undefined when it is not installed. */
function structureFaults(pdf: Buffer): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-pdf-'))
  try {
    writeFileSync(join(folder, 'one.pdf'), pdf)
    const ran = spawnSync('qpdf', ['--check', join(folder, 'one.pdf')], { encoding: 'utf8' })
    if (ran.error) return undefined
    return ran.status === 0 ? '' : `${ran.stdout}${ran.stderr}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a paper print carries the mark of conversion behind the untouched file, and is audited', () =>
  withServer([documents, signing], async (client) => {
    const [record] = await prepare(client)
    assert.ok(record)
    const kept = await fetchPdf(client, `/api/documents/${record.id}/pdf`)
    const printed = await fetchPdf(client, `/api/papers/${record.id}/print`)
    assert.ok(printed.subarray(0, kept.length).equals(kept), 'the kept file is the beginning of the print')
    assert.equal(structureFaults(printed) || '', '')
    for (const page of await pdfTexts(printed)) {
      assert.match(page, /Bản giấy chuyển đổi từ hồ sơ bệnh án điện tử/)
      assert.match(page, /BẢN CHƯA ĐỦ CHỮ KÝ/)
      assert.match(page, /Bệnh viện Đa khoa Ngàn Phố/)
      assert.ok(page.includes(record.id), 'the code to look it up')
      assert.match(page, /Người in: BSCKI\. Nguyễn Văn Minh/)
      assert.match(page, /In lúc \d\d giờ \d\d phút, ngày \d\d tháng \d\d năm \d{4}/)
    }
    const again = await fetchPdf(client, `/api/documents/${record.id}/pdf`)
    assert.ok(again.equals(kept))

    const shown = { id: record.id, version: record.version, sha256: record.sha256 }
    const signed = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [shown], batch: await reviewed(client, [record], doctor), pin },
    })
    assert.equal(signed.status, 200, signed.text)
    const final = await fetchPdf(client, `/api/papers/${record.id}/print`)
    for (const page of await pdfTexts(final)) assert.doesNotMatch(page, /CHƯA ĐỦ CHỮ KÝ/)

    const { rows } = await client.services.pool.query<{ n: number }>(
      "select count(*)::int as n from audit_told where action = 'print' and content like '%documents.paper%'",
    )
    assert.equal(rows[0]?.n, 2)
  }))

test('a whole record is one file: cover, contents, bookmarks, pages numbered through', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const pdf = await fetchPdf(client, '/api/records/e1/print')
    assert.equal(structureFaults(pdf) || '', '')
    const pages = await pdfTexts(pdf)
    assert.match(pages[0] ?? '', /HỒ SƠ BỆNH ÁN/)
    assert.match(pages[1] ?? '', /MỤC LỤC HỒ SƠ.*15\/BV1.*16\/BV2.*TT26/s)
    for (const [index, page] of pages.entries()) {
      assert.match(page, new RegExp(`Tờ ${index + 1}/${pages.length}`))
      assert.match(page, /3 GIẤY TỜ CHƯA ĐỦ CHỮ KÝ/)
    }
    assert.match(pages[2] ?? '', /BỆNH ÁN NGOẠI TRÚ CHUNG/)
    assert.match(pages.join(' '), /Chưa ký số/, 'the places for signatures are printed')
    const outline = pdf.toString('latin1').match(/\/Outlines \d+ 0 R/)
    assert.ok(outline, 'bookmarks')
  }))
