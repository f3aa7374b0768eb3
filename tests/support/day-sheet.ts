import assert from 'node:assert/strict'
import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import type { FillView, RowList } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import { forms } from '#modules/forms/index.ts'
import { ensureDemoSigners, signing } from '#modules/signing/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { makeContext } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { actor } from './database.ts'
import { fillRequired } from './fills.ts'
import { type TestClient, withServer } from './server.ts'
import { hospitalName, opened, openWard } from './ward.ts'
import { pin } from './whole-app.ts'

const plain: ReadonlySet<string> = new Set([
  'forms.read',
  'fills.read',
  'forms.fill',
  'forms.complete',
  'signing.sign',
  'documents.read',
])
/** Two doctors with keys; the second as a nurse. */
export const first: Partial<Actor> = { permissions: plain }
export const second: Partial<Actor> = {
  id: 'second-person',
  name: 'Người Khác',
  practitionerId: 'practitioner-other',
  permissions: plain,
}
export const nurse: Partial<Actor> = { ...second, roles: ['nurse'] }

export type Row = QuestionnaireResponseItem

/** A sheet whose rows are signed, as its screens and other programs write in it. */
export class Sheet {
  readonly client: TestClient
  readonly ctx: Context
  readonly id: string

  constructor(client: TestClient, ctx: Context, id: string) {
    this.client = client
    this.ctx = ctx
    this.id = id
  }

  async view(as: Partial<Actor> = first): Promise<FillView> {
    return (await this.client.send('GET', `/api/fills/${this.id}`, { as })).body as FillView
  }

  async response(): Promise<QuestionnaireResponse> {
    return readResource<QuestionnaireResponse & { id: string }>(this.ctx, 'QuestionnaireResponse', this.id)
  }

  async rows(): Promise<RowList['rows']> {
    return ((await this.client.send('GET', `/api/fills/${this.id}/rows`)).body as RowList).rows
  }

  /** Writes a row at the end, as a screen does. */
  async write(at: string, text: string, as: Partial<Actor> = first): Promise<string> {
    const view = await this.view(as)
    const form = formOf(await findEdition(this.ctx, view.form, view.on))
    const filling = new Filling(form, view.response as unknown as QuestionnaireResponse, view.environment)
    const blank = filling
      .rows('entry')
      .find(
        (row) =>
          filling.answers(row.replace('entry', 'entry.course.subjective')).length === 0 &&
          this.mine(filling, row, as),
      )
    if (!blank) filling.addRow('entry')
    const row = (blank ?? filling.rows('entry').at(-1) ?? '').replace('entry@', '')
    filling.set(`entry.at@${row}`, [{ valueDateTime: at }])
    filling.set(`entry.course.subjective@${row}`, [{ valueString: text }])
    filling.set(`entry.doctor@${row}`, [{ valueString: as.name ?? 'Người Thử Nghiệm' }])
    const whole = fillRequired(form, filling.response(), view.environment)
    const saved = await this.put(view.version, whole, as)
    assert.equal(saved.status, 200, saved.text)
    const rows = (await this.rows()).filter((one) => !one.signed && !one.struck)
    return rows.at(-1)?.id ?? ''
  }

  private mine(filling: Filling, row: string, as: Partial<Actor>): boolean {
    const doctor = filling.answers(row.replace('entry', 'entry.doctor'))[0]?.valueString ?? ''
    return as === first && doctor.trim() !== '' && !doctor.includes('Người Khác')
  }

  put(version: number, response: unknown, as: Partial<Actor> = first) {
    return this.client.send('PUT', `/api/fills/${this.id}`, { as, body: { version, response } })
  }

  async sign(row: string, as: Partial<Actor> = first, more: object = {}) {
    const { version } = await this.view()
    return this.client.send('POST', `/api/fills/${this.id}/rows/sign`, {
      as,
      body: { version, row, pin, ...more },
    })
  }

  async strike(row: string, more: object = {}, as: Partial<Actor> = first) {
    const { version } = await this.view()
    const body = { version, row, reason: 'Ghi nhầm người bệnh', ...more }
    return this.client.send('POST', `/api/fills/${this.id}/rows/strike`, { as, body })
  }

  /** Writes over the FHIR path: any row changed by `change`. */
  async overFhir(change: (row: Row, at: number) => Row | undefined, as: Partial<Actor> = first): Promise<string> {
    const stored = await this.response()
    let at = -1
    const item = (stored.item ?? []).flatMap((one) => {
      if (one.linkId !== 'entry') return [one]
      at += 1
      return change(one, at) ?? []
    })
    const ctx = makeContext(this.client.services, { facility: 1, actor: actor(as) })
    return commit(ctx, [{ kind: 'update', resource: { ...stored, item } }]).then(
      () => 'written',
      (error: { code: string }) => error.code,
    )
  }
}

/** A hospital with two signers; gives sheets of forms. */
export async function openSheets(client: TestClient): Promise<(form: string) => Promise<Sheet>> {
  const { ctx, encounterId } = await openWard(client)
  const signers = [actor(first), actor(second)].map((one) => ({
    accountId: one.id,
    practitionerId: one.practitionerId,
    name: one.name,
  }))
  await ensureDemoSigners(ctx, signers, hospitalName)
  return async (form) => {
    const begun = await client.send('POST', '/api/fills', { as: first, body: { id: uuidv7(), form, encounterId } })
    assert.equal(begun.status, 200, begun.text)
    return new Sheet(client, ctx, (begun.body as FillView).id)
  }
}

/** One hospital for all tests of a file: each begins a sheet of its own. */
export function sheetWard(): (work: (sheet: Sheet) => Promise<void>, form?: string) => Promise<void> {
  const begin = opened<(form: string) => Promise<Sheet>>((work) =>
    withServer([forms, documents, signing], async (client) => work(await openSheets(client))),
  )
  return async (work, form = '36-BV2') => work(await begin()(form))
}
