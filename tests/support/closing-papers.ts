import assert from 'node:assert/strict'
import type { ConfirmationBegun } from '#modules/signing/contract.ts'
import type { PapersToSeal } from '#modules/signing/seal-contract.ts'
import type { Desk } from './ward-journey.ts'

interface Paper {
  readonly id: string
  readonly version: number
  readonly sha256: string
  readonly form: string
}

export interface Confirming {
  readonly name: string
  readonly witness: string
  /** Code of how a representative is related. */
  readonly relation?: string
}

/** The patient or a relative draws the signature on the paper that is held before them. */
export async function confirmsPaper(nurse: Desk, stayId: string, form: string, who: Confirming): Promise<void> {
  const { papers } = await nurse.send<{ papers: readonly Paper[] }>('GET', `/api/documents?encounter=${stayId}`)
  const paper = papers.find((one) => one.form === form)
  assert.ok(paper, `no paper ${form}`)
  const { id, version, sha256 } = paper
  await nurse.see(`/api/signing/confirmations/${id}/pdf`)
  const begun = await nurse.send<ConfirmationBegun>('POST', '/api/signing/confirmations', {
    document: { id, version, sha256 },
    place: 'patient',
    method: 'drawn',
    ...who,
  })
  const line = Array.from({ length: 40 }, (_, at) => [at * 20, Math.round(200 + 120 * Math.sin(at / 3)), at * 25])
  await nurse.send('POST', `/api/signing/confirmations/${begun.id}/answer`, { method: 'drawn', strokes: [line] })
}

/** What the record still lacks by the rule of its kind, and its number. */
export async function lackingOf(desk: Desk, stayId: string) {
  const { needs, number } = await desk.send<{
    number: string
    needs: readonly { ok: boolean; item: string; text: string; name: string; who?: string }[]
  }>('GET', `/api/records/${stayId}/completeness`)
  const lacks = needs
    .filter(({ ok }) => !ok)
    .map(({ item, text, name, who = '' }) => `${item}: ${text} ${name} ${who}`)
  return { number, lacks }
}

/** The record officer puts the seal on what everybody has signed. */
export async function sealsAll(officer: Desk): Promise<readonly string[]> {
  const batch = crypto.randomUUID()
  const { papers } = await officer.send<PapersToSeal>('GET', '/api/signing/to-seal')
  for (const { id, version } of papers)
    await officer.see(`/api/documents/${id}/pdf?version=${version}&batch=${batch}`)
  const documents = papers.map(({ id, version, sha256 }) => ({ id, version, sha256 }))
  if (documents.length > 0) await officer.send('POST', '/api/signing/to-seal', { documents, batch })
  return papers.map(({ form }) => form)
}

const steps = [
  ['finished', 'Hoàn chỉnh'],
  ['completed', 'Nộp hồ sơ'],
  ['submitted', 'Nhận hồ sơ'],
  ['accepted', 'Lưu trữ'],
] as const

/** The office takes the record from complete to archived, each one press. */
export async function archives({ page, open }: Desk, number: string): Promise<void> {
  for (const [tab, act] of steps) {
    await open(`/records?tab=${tab}`)
    const row = page.getByRole('row').filter({ hasText: number })
    await row.first().locator('td').nth(1).click()
    await page.getByRole('button', { name: act, exact: true }).click()
    await row.first().waitFor({ state: 'detached' })
  }
  await open('/records?tab=archived')
  await page.getByRole('link', { name: number, exact: true }).waitFor()
}
