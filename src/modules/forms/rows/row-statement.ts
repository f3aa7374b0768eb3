import { createHash } from 'node:crypto'
import type { Provenance, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { rowStatement as statementOf } from '#fhir/sdc/index.ts'
import { type DetachedVerdict, installedTrust, verifyDetached } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import type { Response } from '../fill.ts'
import type { SheetRow } from './sheet-rows.ts'

/** The bytes that a signature on a row covers. */
export const rowStatement = (response: Response, row: QuestionnaireResponseItem): Buffer =>
  Buffer.from(statementOf(response, row))

export const hashOf = (statement: Buffer): string => createHash('sha256').update(statement).digest('hex')

/** What the signature of a row turns out to be; undefined where it has none. */
export async function verifyRow(
  ctx: Context,
  response: Response,
  { row, marks }: Pick<SheetRow, 'row' | 'marks'>,
): Promise<DetachedVerdict | undefined> {
  if (!marks.signed) return undefined
  const [, id = ''] = marks.signed.evidence.split('/')
  const evidence = await findResource<Provenance>(ctx, 'Provenance', id)
  const data = evidence?.signature?.[0]?.data
  if (!data) return { signer: '', at: undefined, certificate: undefined, faults: ['no-signature'] }
  const statement = rowStatement(response, row)
  const verdict = verifyDetached(statement, Buffer.from(data, 'base64'), await installedTrust(ctx))
  const faults = hashOf(statement) === marks.signed.hash ? [] : ['digest-mismatch']
  return { ...verdict, faults: [...new Set([...verdict.faults, ...faults])] }
}
