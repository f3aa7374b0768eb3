import { createHash } from 'node:crypto'
import type { Provenance, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { rowStatement as statementOf } from '#fhir/sdc/index.ts'
import {
  type DetachedVerdict,
  installedTrust,
  owedFault,
  provenSignature,
  verifyDetached,
} from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import type { Response } from '../fill.ts'
import type { SheetRow } from './sheet-rows.ts'

/** The bytes that a signature on a row covers. */
export const rowStatement = (response: Response, row: QuestionnaireResponseItem): Buffer =>
  Buffer.from(statementOf(response, row))

export const hashOf = (statement: Buffer): string => createHash('sha256').update(statement).digest('hex')

/** A row without time stamp is signed: the time stamp is owed, and the list of proofs tells it. */
export interface RowVerdict extends DetachedVerdict {
  readonly owed: boolean
}

/** What the signature of a row turns out to be; undefined where it has none. */
export async function verifyRow(
  ctx: Context,
  response: Response,
  { row, marks }: Pick<SheetRow, 'row' | 'marks'>,
): Promise<RowVerdict | undefined> {
  if (!marks.signed) return undefined
  const [, id = ''] = marks.signed.evidence.split('/')
  const evidence = await findResource<Provenance>(ctx, 'Provenance', id)
  const data = evidence?.signature?.[0]?.data
  if (!data) return { signer: '', at: undefined, certificate: undefined, faults: ['no-signature'], owed: false }
  const statement = rowStatement(response, row)
  const signature = await provenSignature(ctx, Buffer.from(data, 'base64'))
  const verdict = verifyDetached(statement, signature, await installedTrust(ctx))
  const faults = hashOf(statement) === marks.signed.hash ? [] : ['digest-mismatch']
  const owed = verdict.faults.includes(owedFault)
  const all = [...verdict.faults.filter((fault) => fault !== owedFault), ...faults]
  return { ...verdict, faults: [...new Set(all)], owed }
}
