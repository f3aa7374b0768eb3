import { closedStates } from '#fhir/systems.ts'
import type { DetachedVerdict } from '../detached-verdict.ts'
import type { ValidationReport } from '../report/report.ts'
import { describePaper, describeSignature, say } from '../words.ts'
import type { SealVerdict } from './sealed-files.ts'
import type { RowVerdict } from './signed-rows.ts'
import type { ArchiveVerdict } from './verify.ts'

type Language = 'vi' | 'en'

/** A paper and each of its signatures, a line each. */
export function paperLines(verdict: ValidationReport, language: Language): string[] {
  return [
    describePaper(verdict, language),
    ...verdict.signatures.map((one) => `  ${describeSignature(one, language)}`),
  ]
}

/** Who sealed the list of files. */
export function sealLine(seal: DetachedVerdict | undefined, language: Language): string {
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

/** Files that are not as the list tells. */
export function fileLines(
  { changed, missing, added }: Pick<SealVerdict, 'changed' | 'missing' | 'added'>,
  language: Language,
): string[] {
  const list = (key: string, paths: readonly string[]) =>
    paths.map((path) => say(language, `archive.${key}`, { path }))
  return [...list('changed', changed), ...list('missing', missing), ...list('added', added)]
}

/** Pictures that the export names and does not hold. */
function imageLines({ images }: ArchiveVerdict, language: Language): string[] {
  const away = images.filter(({ path }) => path === undefined)
  if (away.length === 0) return []
  return [
    say(language, 'archive.imagesAway', { count: away.length }),
    ...away.slice(0, mostTold).map(({ sha256, title, address }) => `  ${sha256} ${title} ${address}`),
  ]
}

/** The outcome of an exported record, a line each. */
export function archiveLines(verdict: ArchiveVerdict, language: Language): string[] {
  if (verdict.unreadable) return [say(language, `archive.${verdict.unreadable}`)]
  const head = verdict.ok ? 'archive.ok' : 'archive.notOk'
  const { manifest } = verdict
  return [
    say(language, head, {
      record: manifest?.record ?? '',
      facility: manifest?.facility ?? '',
      count: verdict.whole.length,
    }),
    ...unfinished(verdict, language),
    sealLine(verdict.seal, language),
    ...fileLines(verdict, language),
    ...verdict.papers.flatMap((paper) => [
      `${paper.path}:`,
      ...paperLines(paper.verdict, language).map((line) => `  ${line}`),
    ]),
    ...imageLines(verdict, language),
    ...rowLines(verdict.rows, language),
    ...ledgerLines(verdict, language),
    ...verdict.roots.map((root) => say(language, `root.${verdict.trust}`, root)),
  ]
}
