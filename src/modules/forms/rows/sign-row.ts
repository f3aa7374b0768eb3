import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { canonicalJson } from '#fhir/json.ts'
import {
  codingsToCheck,
  Filling,
  type FormItem,
  problemsOf,
  readKey,
  rowContent,
  rowSigners,
  sdcUrl,
  withMarks,
} from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import {
  type Authentication,
  evidenceOf,
  keepProofs,
  type SignedContent,
  signContent,
} from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { earlierAnswer, runCommand } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { finished } from '../complete-fill.ts'
import type { SignedRow } from '../contract.ts'
import { formOf } from '../editions.ts'
import { fillErrors } from '../errors.ts'
import { authorOf, type Fill } from '../fill.ts'
import { refuseProblems } from '../issues.ts'
import { membership } from '../value-sets.ts'
import { environmentOfFill, findRow, type RowNamed, refuseLockedRow, withRow, writeRows } from './find-row.ts'
import { isLate } from './late-row.ts'
import { hashOf, rowStatement } from './row-statement.ts'
import { isMine, type SheetRow } from './sheet-rows.ts'

function refuseSigner(ctx: Context, found: SheetRow): void {
  refuseLockedRow(found)
  const { marks, at, group } = found
  if (!isMine(ctx, marks)) throw fillErrors.rowOfOther({ row: at + 1, by: marks.author?.display ?? '–' })
  if (!rowSigners(group).some((role) => ctx.actor.roles.includes(role))) throw fillErrors.rowRole({ row: at + 1 })
}

/** The row as it is signed: computed values made anew, only what is asked, everything right in it. */
async function finishedRow(ctx: Context, fill: Fill, found: SheetRow): Promise<QuestionnaireResponseItem> {
  const form = formOf(fill.edition)
  const environment = await environmentOfFill(ctx, fill)
  const response = finished(form, fill.response, environment)
  const row = (response.item ?? []).find((one) => one.id === found.row.id)
  if (!row) throw fillErrors.rowEmpty({ row: found.at + 1 })
  const all = withRow(fill.response, row.id, row)
  const filling = new Filling(form, all, environment, { frozen: true })
  const inValueSet = await membership(ctx, codingsToCheck(filling))
  const isHere = (linkId: string, path: string) =>
    isOf(form.byLinkId.get(linkId), found.group) && readKey(path).rows[0] === found.at
  refuseProblems(
    ctx,
    problemsOf(filling, { complete: true, inValueSet }).filter(({ linkId, path }) => isHere(linkId, path)),
  )
  return row
}

const isOf = (item: FormItem | undefined, group: FormItem): boolean =>
  item !== undefined && (item === group || item.rowGroups.includes(group))

const targetPath = 'http://hl7.org/fhir/StructureDefinition/targetPath'
const targetElement = 'http://hl7.org/fhir/StructureDefinition/targetElement'

/** The version of the fill that holds exactly what is signed, and the row in it. */
const targetOf = ({ response, version }: Fill, row: QuestionnaireResponseItem, hash: string) => ({
  reference: `QuestionnaireResponse/${response.id}/_history/${version}`,
  extension: [
    { url: targetElement, valueUri: `#${row.id}` },
    {
      url: targetPath,
      valueString: `QuestionnaireResponse.item.where(linkId='${row.linkId}' and id='${row.id}')`,
    },
    { url: sdcUrl.rowHash, valueString: hash },
  ],
})

/** A row that may be signed, and the bytes of it. */
async function readToSign(ctx: Context, id: string, named: RowNamed) {
  const { fill, found } = await findRow(ctx, id, named)
  refuseSigner(ctx, found)
  const row = await finishedRow(ctx, fill, found)
  return { fill, found, row, statement: rowStatement(fill.response, row) }
}

/** What the key signed, and over which bytes. */
interface Signed extends SignedContent {
  readonly statement: Buffer
}

export interface SignRowCommand extends RowNamed {
  /** Id of the fill. */
  readonly id: string
  readonly commandId: string | undefined
}

/**
 * Signs one row of a sheet: an electronic signature with time stamp over the bytes of the row, kept as Provenance of the
 * version that holds it. From then on the row is struck through or stays as it is. Key and time stamps are asked
 * outside of any transaction; what they signed must still be what stands in the row when it is written.
 */
export async function signRow(
  ctx: Context,
  { id, commandId, version, row }: SignRowCommand,
  given: Authentication,
): Promise<SignedRow> {
  const named = { version, row }
  const input = ['forms.signRow', id, named]
  const answered = await earlierAnswer<SignedRow>(ctx, commandId, input)
  if (answered) return answered
  const { statement } = await readToSign(ctx, id, named)
  const signed = { statement, ...(await signContent(ctx, statement, given)) }
  return runCommand(ctx, commandId, input, (tx) => writeSigned(tx, id, named, signed))
}

async function writeSigned(ctx: Context, id: string, named: RowNamed, by: Signed): Promise<SignedRow> {
  const { fill: shown, found, row, statement } = await readToSign(ctx, id, named)
  if (!statement.equals(by.statement)) throw fillErrors.rowMoved({ row: found.at + 1 })
  const isAsShown = canonicalJson(rowContent(row)) === canonicalJson(rowContent(found.row))
  const fill = isAsShown ? shown : await writeRows(ctx, shown, withRow(shown.response, row.id, row))
  const hash = hashOf(statement)
  const data = by.signature.toString('base64')
  const at = ctx.now()
  const evidence = evidenceOf(ctx, {
    target: targetOf(fill, row, hash),
    role: { code: found.group.linkId, text: found.group.raw.text ?? found.group.linkId },
    at,
    signature: { targetFormat: 'application/fhir+json', data },
  })
  await commit(ctx, [{ kind: 'create', resource: evidence, id: evidence.id }])
  await keepProofs(ctx, evidence.id, by)
  const late = !found.marks.corrects && isLate(formOf(fill.edition), fill.response, found)
  const signed = {
    by: authorOf(ctx),
    at: instantInVietnam(at),
    hash,
    evidence: `Provenance/${evidence.id}`,
    late,
  }
  const marked = withMarks(row, { ...found.marks, author: found.marks.author ?? authorOf(ctx), signed })
  const { version } = await writeRows(ctx, fill, withRow(fill.response, row.id, marked))
  await writeAudit(ctx, {
    action: 'sign',
    outcome: 'success',
    patientId: idOf(fill.response.subject),
    entities: [`QuestionnaireResponse/${id}/_history/${version}`],
    detail: { row: row.id ?? '', sha256: hash },
  })
  return { version, row: row.id ?? '', signedAt: signed.at, late }
}
