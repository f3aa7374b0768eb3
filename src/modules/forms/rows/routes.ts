import type { Api } from '#platform/http/api.ts'
import { commandIdOf } from '#platform/http/command.ts'
import { FillParams, RowList, SignedRow, SignRowBody, StrikeRowBody, StruckRow } from '../contract.ts'
import { listRows } from './list-rows.ts'
import { signRow } from './sign-row.ts'
import { strikeRow } from './strike-row.ts'

/** Rows of sheets that are signed each for itself. */
export function rowRoutes(api: Api): void {
  const params = FillParams
  api(
    {
      method: 'GET',
      path: '/fills/:id/rows',
      permission: 'fills.read',
      params,
      response: RowList,
      summary: 'Rows that are signed one by one, each signature checked anew',
    },
    ({ ctx, params: { id } }) => listRows(ctx, id),
  )
  api(
    {
      method: 'POST',
      path: '/fills/:id/rows/sign',
      permission: 'signing.sign',
      params,
      body: SignRowBody,
      response: SignedRow,
      summary: 'Sign one row of a sheet as it was shown; it is not changed after that',
      // The PIN is checked before the transaction of the command, so that a wrong one stays counted.
      command: false,
    },
    ({ ctx, params: { id }, body: { pin, otp, ...named }, request }) =>
      signRow(ctx, { id, commandId: commandIdOf(request.headers), ...named }, { pin, otp }),
  )
  api(
    {
      method: 'POST',
      path: '/fills/:id/rows/strike',
      permission: 'forms.fill',
      params,
      body: StrikeRowBody,
      response: StruckRow,
      summary: 'Strike a row through with a reason, and begin the row that puts it right',
    },
    ({ ctx, params: { id }, body: { correct, ...named } }) =>
      strikeRow(ctx, id, { ...named, correct: correct ?? false }),
  )
}
