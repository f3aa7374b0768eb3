import { closedStates } from '#fhir/systems.ts'
import { verifyPaper } from './pades/verify.ts'
import type { RowVerdict } from './record-archive/signed-rows.ts'
import { type ArchiveVerdict, verifyArchive } from './record-archive/verify.ts'
import type { ValidationReport } from './report/report.ts'
import { describePaper, describeSignature, say } from './words.ts'
import { type Certificate, readCertificate } from './x509/certificate.ts'
import type { Trust } from './x509/chain.ts'

type Language = 'vi' | 'en'

export interface FileVerdict {
  readonly ok: boolean
  readonly kind: 'paper' | 'record' | 'unknown'
  /** The outcome in words, one line each. */
  readonly lines: readonly string[]
  /** The outcome as data, for `--json`. */
  readonly value: unknown
}

/** Root certificates in a PEM file, one or several. */
export function readRoots(pem: string): Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(readCertificate)
}

function paperLines(verdict: ValidationReport, language: Language): string[] {
  return [
    describePaper(verdict, language),
    ...verdict.signatures.map((one) => `  ${describeSignature(one, language)}`),
  ]
}

function paperVerdict(bytes: Buffer, trust: Trust | undefined, language: Language): FileVerdict {
  const verdict = verifyPaper(bytes, trust ?? { roots: [], crls: [] })
  const ok = verdict.verdict === 'whole' && verdict.open.length === 0
  const note = trust ? [] : [say(language, 'noTrust')]
  return {
    ok,
    kind: 'paper',
    lines: [...paperLines(verdict, language), ...note],
    value: { ok, kind: 'paper', ...verdict },
  }
}

function sealLine({ seal }: ArchiveVerdict, language: Language): string {
  if (!seal || seal.faults.length === 0)
    return say(language, 'seal.valid', { signer: seal?.signer ?? '', at: seal?.at?.toISOString() ?? '' })
  const faults = seal.faults.map((fault) => say(language, `fault.${fault}`)).join(' ')
  return `${say(language, 'seal.invalid')} ${faults}`
}

/** A whole export may be of a record that was still open, and of papers that nobody had signed. */
function unfinished({ manifest }: ArchiveVerdict, language: Language): string[] {
  const { state, unsignedPapers } = manifest?.about ?? {}
  return [
    ...(state === undefined || closedStates.has(state) ? [] : [say(language, 'archive.open')]),
    ...(unsignedPapers === undefined
      ? []
      : [say(language, 'archive.unsigned', { count: Number(unsignedPapers) })]),
  ]
}

/** How many rows of sheets carry valid signatures, and each that does not. */
function rowLines(rows: readonly RowVerdict[], language: Language): string[] {
  if (rows.length === 0) return []
  const bad = rows.filter(({ faults }) => faults.length > 0)
  const count = { count: rows.length, valid: rows.length - bad.length }
  return [
    say(language, 'rows', count),
    ...bad.map(({ form, sheet, row, signer, faults }) => {
      const which = row === undefined ? say(language, 'row.gone') : say(language, 'row.number', { row })
      const why = faults.map((fault) => say(language, `fault.${fault}`)).join(' ')
      return `  ${say(language, 'row.invalid', { form, sheet, which, signer })} ${why}`
    }),
  ]
}

const mostTold = 50

/** That every entry stands under the head, or each that does not. */
function ledgerLines({ ledger }: ArchiveVerdict, language: Language): string[] {
  if (!ledger) return []
  const { faults, head, leaves } = ledger
  if (faults.length === 0)
    return [say(language, 'ledger.ok', { leaves, size: head?.size ?? 0, at: head?.at ?? '' })]
  return [
    say(language, 'ledger.notOk', { count: faults.length }),
    ...faults.slice(0, mostTold).map(({ what, fault }) => `  ${say(language, `ledger.${fault}`, { what })}`),
    ...(faults.length > mostTold
      ? [`  ${say(language, 'ledger.more', { count: faults.length - mostTold })}`]
      : []),
  ]
}

function archiveLines(verdict: ArchiveVerdict, language: Language): string[] {
  if (verdict.unreadable) return [say(language, `archive.${verdict.unreadable}`)]
  const list = (key: string, paths: readonly string[]) =>
    paths.map((path) => say(language, `archive.${key}`, { path }))
  const head = verdict.ok ? 'archive.ok' : 'archive.notOk'
  const { manifest } = verdict
  return [
    say(language, head, {
      record: manifest?.record ?? '',
      facility: manifest?.facility ?? '',
      count: verdict.whole.length,
    }),
    ...unfinished(verdict, language),
    sealLine(verdict, language),
    ...list('changed', verdict.changed),
    ...list('missing', verdict.missing),
    ...list('added', verdict.added),
    ...verdict.papers.flatMap((paper) => [
      `${paper.path}:`,
      ...paperLines(paper.verdict, language).map((line) => `  ${line}`),
    ]),
    ...rowLines(verdict.rows, language),
    ...ledgerLines(verdict, language),
    ...verdict.roots.map((root) => say(language, `root.${verdict.trust}`, root)),
  ]
}

function archiveVerdict(bytes: Buffer, trust: Trust | undefined, language: Language): FileVerdict {
  const verdict = verifyArchive(bytes, trust)
  return {
    ok: verdict.ok,
    kind: 'record',
    lines: archiveLines(verdict, language),
    value: { kind: 'record', ...verdict },
  }
}

/**
 * Checks a signed paper or an exported record, without network or database.
 *
 * @param roots certificates to trust; a record falls back on those it carries, and says so
 */
export function verifyFile(bytes: Buffer, language: Language, roots?: readonly Certificate[]): FileVerdict {
  const trust = roots && roots.length > 0 ? { roots, crls: [] } : undefined
  if (bytes.subarray(0, 1024).includes('%PDF-')) return paperVerdict(bytes, trust, language)
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return archiveVerdict(bytes, trust, language)
  return {
    ok: false,
    kind: 'unknown',
    lines: [say(language, 'unknownFile')],
    value: { ok: false, kind: 'unknown' },
  }
}
