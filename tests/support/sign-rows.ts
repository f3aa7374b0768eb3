import assert from 'node:assert/strict'
import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { withMarks } from '#fhir/sdc/index.ts'
import type { FillView, RowList, SignedRow } from '#modules/forms/contract.ts'
import type { Actor } from '#platform/context.ts'
import type { TestClient } from './server.ts'
import { pin } from './whole-app.ts'

/** Signs every row of a sheet that is open; gives the fill as it stands then. The signer has a key (`giveKey`). */
export async function signAllRows(
  client: TestClient,
  id: string,
  as: Partial<Actor> = { roles: ['doctor', 'nurse'] },
): Promise<FillView> {
  const path = `/api/fills/${id}`
  const { rows } = (await client.send('GET', `${path}/rows`, { as })).body as RowList
  let { version } = (await client.send('GET', path, { as })).body as FillView
  for (const row of rows.filter((one) => !one.signed && !one.struck)) {
    const signed = await client.send('POST', `${path}/rows/sign`, { as, body: { version, row: row.id, pin } })
    assert.equal(signed.status, 200, signed.text)
    version = (signed.body as SignedRow).version
  }
  return (await client.send('GET', path, { as })).body as FillView
}

/** Items as they were sent: without the marks and ids that the server gives to rows that are signed. */
export function asSent(items: readonly QuestionnaireResponseItem[] | undefined): QuestionnaireResponseItem[] {
  return (items ?? []).map((one) => {
    if (!one.extension) return one
    const { id: _id, ...row } = withMarks(one, {})
    return row
  })
}
