import assert from 'node:assert/strict'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { type Answer, Filling } from '#fhir/sdc/index.ts'
import type { FillList, FillView, RowList, SignedRow } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import type { SignAnswer, Worklist } from '#modules/signing/contract.ts'
import { fillRequired } from './fills.ts'
import { type Desk, pin, type WardJourney } from './ward-journey.ts'

/** Answers by question, for what the chart does not fill in by itself. */
export type Told = Readonly<Record<string, Answer>>

/** Writes a form of the stay and completes it: what is told, then whatever the form still wants. */
export async function completes(
  { ctx }: WardJourney,
  desk: Desk,
  stayId: string,
  form: string,
  told: Told = {},
): Promise<void> {
  const id = crypto.randomUUID()
  const view = await desk.send<FillView>('POST', '/api/fills', { id, form, encounterId: stayId })
  const known = formOf(await findEdition(ctx, view.form, view.on))
  const begun = new Filling(known, view.response as unknown as QuestionnaireResponse, view.environment)
  for (const [linkId, answer] of Object.entries(told)) begun.set(linkId, [answer])
  const response = fillRequired(known, begun.response(), view.environment)
  await desk.send('POST', `/api/fills/${view.id}/complete`, { version: view.version, response })
}

/** Writes one row of a sheet that is signed row by row, and signs it. */
export async function writesSheet({ ctx }: WardJourney, desk: Desk, stayId: string, form: string): Promise<void> {
  const id = crypto.randomUUID()
  const view = await desk.send<FillView>('POST', '/api/fills', { id, form, encounterId: stayId })
  const known = formOf(await findEdition(ctx, view.form, view.on))
  const response = fillRequired(known, view.response as unknown as QuestionnaireResponse, view.environment)
  await desk.send('PUT', `/api/fills/${view.id}`, { version: view.version, response })
  await signsRows(desk, view.id)
}

/** The paper of a sheet whose rows are signed. */
export async function completesSheet(desk: Desk, stayId: string, form: string): Promise<void> {
  const { fills } = await desk.send<FillList>('GET', `/api/fills?encounter=${stayId}`)
  for (const { id } of fills.filter((one) => one.form === form && one.status === 'in-progress')) {
    const { version, response } = await desk.send<FillView>('GET', `/api/fills/${id}`)
    await desk.send('POST', `/api/fills/${id}/complete`, { version, response })
  }
}

/** Signs the rows of a sheet that are the person's own and not signed yet. */
export async function signsRows(desk: Desk, fillId: string): Promise<void> {
  const path = `/api/fills/${fillId}`
  const { rows } = await desk.send<RowList>('GET', `${path}/rows`)
  let { version } = await desk.send<FillView>('GET', path)
  for (const row of rows.filter((one) => !one.signed && !one.struck))
    version = (await desk.send<SignedRow>('POST', `${path}/rows/sign`, { version, row: row.id, pin })).version
}

/** Signs everything that waits for a person; the forms that were signed. */
export async function signsAll(desk: Desk): Promise<readonly string[]> {
  const batch = crypto.randomUUID()
  const { papers } = await desk.send<Worklist>('GET', '/api/signing/mine')
  if (papers.length === 0) return []
  for (const { id, version } of papers)
    await desk.see(`/api/documents/${id}/pdf?version=${version}&batch=${batch}`)
  const documents = papers.map(({ id, version, sha256 }) => ({ id, version, sha256 }))
  const answer = await desk.send<SignAnswer>('POST', '/api/signing/sign', { documents, batch, pin })
  assert.deepEqual(answer.failed, [])
  return papers.map(({ form }) => form)
}
