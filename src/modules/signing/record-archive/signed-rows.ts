import { createHash } from 'node:crypto'
import type {
  Bundle,
  Encounter,
  Extension,
  Provenance,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
  Resource,
} from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { sdcUrl } from '#fhir/sdc/extensions.ts'
import { rowMarks } from '#fhir/sdc/row-marks.ts'
import { rowStatement } from '#fhir/sdc/row-statement.ts'
import { isOneSignature } from '../cms/grow.ts'
import { type DetachedVerdict, owedFault, verifyDetached } from '../detached-verdict.ts'
import type { Trust } from '../x509/chain.ts'

/** What the signature of one row of a sheet turns out to be. */
export interface RowVerdict extends DetachedVerdict {
  /** Reference of the sheet. */
  readonly sheet: string
  /** Code of its form. */
  readonly form: string
  /** Its place among the rows of its group, from 1; undefined when the signed row is gone. */
  readonly row: number | undefined
}

type Known = Resource & { id?: string }

function resourcesIn(bundle: Buffer): readonly Known[] {
  try {
    return ((parseJsonBytes(bundle) as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? [])
  } catch {
    return []
  }
}

const only = <T extends Known>(all: readonly Known[], type: T['resourceType']): readonly T[] =>
  all.filter((one): one is T => one.resourceType === type)

const hashIn = (extension: readonly Extension[] | undefined) =>
  extension?.find(({ url }) => url === sdcUrl.rowHash)?.valueString

/** Reference of the sheet that a signature on a row names; undefined for other evidence. */
function sheetOf({ target }: Provenance): string | undefined {
  const named = target?.find(({ extension }) => hashIn(extension) !== undefined)
  return named?.reference?.replace(/\/_history\/.*$/, '')
}

const formOf = ({ questionnaire = '' }: QuestionnaireResponse) =>
  questionnaire
    .split(':')
    .at(-1)
    ?.split('|')[0]
    ?.replace(/-(BV\d)$/, '/$1') ?? ''

/** Signatures with their proofs, by the id of the evidence. */
export type RowProofs = ReadonlyMap<string, Buffer>

interface Record {
  readonly proofs: RowProofs
  readonly evidence: ReadonlyMap<string, Provenance>
  readonly visits: ReadonlyMap<string, Encounter>
  readonly trust: Trust
}

function verdictOn(
  sheet: QuestionnaireResponse,
  row: QuestionnaireResponseItem,
  { evidence, visits, trust, proofs }: Record,
): DetachedVerdict | undefined {
  const { signed } = rowMarks(row)
  if (!signed) return undefined
  const data = evidence.get(signed.evidence)?.signature?.[0]?.data
  if (!data)
    return { signer: signed.by.display ?? '', at: undefined, certificate: undefined, faults: ['no-signature'] }
  const statement = Buffer.from(rowStatement(sheet, row))
  const own = Buffer.from(data, 'base64')
  const grown = proofs.get(signed.evidence.replace('Provenance/', ''))
  const isGrown = grown === undefined || isOneSignature(own, grown)
  const verdict = verifyDetached(statement, grown ?? own, trust)
  const isSame = createHash('sha256').update(statement).digest('hex') === signed.hash
  // The signature covers the visit, and the visit tells the patient.
  const visit = visits.get(sheet.encounter?.reference ?? '')
  const astray = visit && visit.subject?.reference !== sheet.subject?.reference
  const more = [
    ...(isSame ? [] : ['digest-mismatch']),
    ...(isGrown ? [] : ['signature-wrong']),
    ...(astray ? ['other-patient'] : []),
  ]
  // Without a time stamp it is owed, not wrong.
  const faults = verdict.faults.filter((fault) => fault !== owedFault)
  return { ...verdict, faults: [...new Set([...faults, ...more])] }
}

function rowsOf(
  sheet: QuestionnaireResponse,
  record: Record,
): readonly (RowVerdict & { readonly proof: string })[] {
  const places = new Map<string, number>()
  return (sheet.item ?? []).flatMap((row) => {
    const place = (places.get(row.linkId) ?? 0) + 1
    places.set(row.linkId, place)
    const verdict = verdictOn(sheet, row, record)
    const proof = rowMarks(row).signed?.evidence ?? ''
    return verdict
      ? [{ ...verdict, sheet: `QuestionnaireResponse/${sheet.id}`, form: formOf(sheet), row: place, proof }]
      : []
  })
}

/**
 * Checks the signature of every signed row of the sheets in a record, and that no signed row is gone: a row that was
 * signed is struck through at most, so each signature on one has its row.
 * @param bundle the record as a FHIR document
 * @param grown signatures that travel beside it with proofs that came later
 */
export function checkSignedRows(
  bundle: Buffer,
  trust: Trust,
  grown: RowProofs = new Map(),
): readonly RowVerdict[] {
  const all = resourcesIn(bundle)
  const proofs = only<Provenance>(all, 'Provenance').filter((one) => sheetOf(one) !== undefined)
  const record: Record = {
    evidence: new Map(proofs.map((one) => [`Provenance/${one.id}`, one])),
    visits: new Map(only<Encounter>(all, 'Encounter').map((one) => [`Encounter/${one.id}`, one])),
    trust,
    proofs: grown,
  }
  const sheets = only<QuestionnaireResponse>(all, 'QuestionnaireResponse')
  const found = sheets.flatMap((sheet) => rowsOf(sheet, record))
  const forms = new Map(sheets.map((sheet) => [`QuestionnaireResponse/${sheet.id}`, formOf(sheet)]))
  const held = new Set(found.map(({ proof }) => proof))
  const lost = proofs
    .filter((one) => !held.has(`Provenance/${one.id}`))
    .map((one): RowVerdict => {
      const sheet = sheetOf(one) ?? ''
      const signer = one.signature?.[0]?.who?.display ?? ''
      const faults = ['row-lost']
      return {
        sheet,
        form: forms.get(sheet) ?? '',
        row: undefined,
        signer,
        at: undefined,
        certificate: undefined,
        faults,
      }
    })
  return [...found.map(({ proof: _proof, ...verdict }) => verdict), ...lost]
}
