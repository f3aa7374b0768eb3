// Time from a key to the letter on a form of 1,500 items: `node tools/measure-form.ts`, after `node tools/build-web.ts`.
import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { openBrowser } from '#tests/support/browser.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const groups = 50
const inGroup = 30
const keys = 60
const calculated = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression'
const kinds = ['string', 'text', 'integer', 'decimal', 'date', 'boolean'] as const

/** The last item of each group adds up two of its numbers; every fifth is asked when a box before it says so. */
function item(group: number, at: number): QuestionnaireItem {
  const linkId = `g${group}.i${at}`
  const text = `Câu hỏi ${group}.${at}`
  if (at === inGroup - 1) {
    const valueAt = (other: number) =>
      `%resource.item.where(linkId='g${group}').item.where(linkId='g${group}.i${other}').answer.value`
    const expression = `${valueAt(2)} + ${valueAt(8)}`
    const extension = [{ url: calculated, valueExpression: { language: 'text/fhirpath' as const, expression } }]
    return { linkId, text, type: 'integer', readOnly: true, extension }
  }
  const type = kinds[at % kinds.length] ?? 'string'
  const depends = at % 5 === 4 && at > 5
  const enableWhen = [{ question: `g${group}.i5`, operator: '=' as const, answerBoolean: true }]
  return { linkId, text, type, required: at % 3 === 0, ...(depends ? { enableWhen } : {}) }
}

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:lanong:form:large',
  item: Array.from({ length: groups }, (_, group) => ({
    linkId: `g${group}`,
    type: 'group' as const,
    text: `Phần ${group + 1}`,
    item: Array.from({ length: inGroup }, (_unused, at) => item(group, at)),
  })),
}

const user = {
  id: 'a',
  userName: 'bacsi',
  name: 'Người đo',
  kind: 'person',
  roles: [],
  permissions: ['*'],
  departments: [],
}
const summary = { id: 'f1', version: 1, form: 'LARGE', code: 'LARGE', title: 'Mẫu lớn', titleEn: 'Large form' }
const response = { resourceType: 'QuestionnaireResponse', status: 'in-progress' }
const fill = {
  ...summary,
  ...{
    status: 'in-progress',
    savedAt: '2026-11-22T03:00:00Z',
    encounterId: 'e',
    patientId: 'p',
    on: '2026-11-22',
  },
  ...{ response, environment: {}, editable: true, notes: [] },
}
const banner = { id: 'p', name: 'Người Bệnh', sex: 'male', allergies: { state: 'unknown' } }

function answer({ method, path }: Asked): Answer | undefined {
  if (path.startsWith('/api/session'))
    return { body: { user: { ...user, mustChangePassword: false }, csrf: 'x', endsAt: '' } }
  if (path.endsWith('/banner')) return { body: banner }
  if (path === '/api/forms/LARGE') return { body: { form: 'LARGE', code: 'LARGE', questionnaire, slots: [] } }
  if (path.endsWith('/presence')) return { body: { others: [] } }
  if (path === '/api/phrases') return { body: { phrases: [] } }
  if (path === '/api/fills/f1' && method === 'PUT')
    return { body: { version: 2, savedAt: '2026-11-22T03:00:02Z' } }
  return path === '/api/fills/f1' ? { body: fill } : undefined
}

const watch = `window.measured = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.name === 'keydown') window.measured.push(one.duration)
}).observe({ type: 'event', durationThreshold: 16, buffered: false })`

/** From the key to the next frame, by the browser's own clock; keys under 16 ms are not told, and count as 16. */
const web = await serveWeb(answer)
const browser = await openBrowser()
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const startedAt = performance.now()
  await page.goto(`${web.url}/fills/f1`)
  await page.locator('.fo-item').first().waitFor()
  const first = performance.now() - startedAt
  await page.locator(`[data-section="g${groups - 1}"]`).waitFor({ state: 'attached' })
  const all = performance.now() - startedAt
  await page.evaluate(watch)
  for (const linkId of ['g0.i0', 'g0.i2', 'g0.i8', 'g49.i1']) {
    await page.locator(`[id="form-${linkId}-field"]`).focus()
    for (let at = 0; at < keys / 4; at += 1) await page.keyboard.press('1', { delay: 40 })
  }
  await page.waitForTimeout(500)
  const told = (await page.evaluate('window.measured')) as number[]
  const times = [...told, ...Array.from({ length: Math.max(0, keys - told.length) }, () => 16)].sort(
    (a, b) => a - b,
  )
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
  console.log(`items ${groups * inGroup}, first field ${first.toFixed(0)} ms, all drawn ${all.toFixed(0)} ms`)
  console.log(`key to frame: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${times.at(-1)} ms (${keys} keys)`)
} finally {
  await browser.close()
  web.close()
}
