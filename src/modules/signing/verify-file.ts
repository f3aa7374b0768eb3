import { headsLines, hospitalLines } from './hospital-archive/say-hospital.ts'
import { verifyHospital } from './hospital-archive/verify.ts'
import { isHeads, verifyHeads } from './hospital-archive/verify-heads.ts'
import { verifyPaper } from './pades/verify.ts'
import { readEntries } from './record-archive/read-entries.ts'
import { archiveLines, paperLines } from './record-archive/say-archive.ts'
import type { Files } from './record-archive/sealed-files.ts'
import { verifyArchive } from './record-archive/verify.ts'
import { say } from './words.ts'
import { type Certificate, readCertificate } from './x509/certificate.ts'
import type { Trust } from './x509/chain.ts'

type Language = 'vi' | 'en'

export interface FileVerdict {
  readonly ok: boolean
  readonly kind: 'paper' | 'record' | 'hospital' | 'heads' | 'unknown'
  /** The outcome in words, one line each. */
  readonly lines: readonly string[]
  /** The outcome as data, for `--json`. */
  readonly value: unknown
}

/** Root certificates in a PEM file, one or several. */
export function readRoots(pem: string): Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(readCertificate)
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

function zipVerdict(bytes: Buffer, trust: Trust | undefined, language: Language): FileVerdict {
  const entries = readEntries(bytes)
  if (entries && isHeads(entries)) {
    const verdict = verifyHeads(entries, trust)
    return {
      ok: verdict.ok,
      kind: 'heads',
      lines: headsLines(verdict, language),
      value: { kind: 'heads', ...verdict },
    }
  }
  const verdict = verifyArchive(bytes, trust)
  return {
    ok: verdict.ok,
    kind: 'record',
    lines: archiveLines(verdict, language),
    value: { kind: 'record', ...verdict },
  }
}

function unknown(language: Language): FileVerdict {
  return {
    ok: false,
    kind: 'unknown',
    lines: [say(language, 'unknownFile')],
    value: { ok: false, kind: 'unknown' },
  }
}

const trustOf = (roots: readonly Certificate[] | undefined): Trust | undefined =>
  roots && roots.length > 0 ? { roots, crls: [] } : undefined

/**
 * Checks a signed paper, an exported record or the signed heads of a ledger, without network or database.
 *
 * @param roots certificates to trust; an export falls back on those it carries, and says so
 */
export function verifyFile(bytes: Buffer, language: Language, roots?: readonly Certificate[]): FileVerdict {
  const trust = trustOf(roots)
  if (bytes.subarray(0, 1024).includes('%PDF-')) return paperVerdict(bytes, trust, language)
  return bytes.subarray(0, 2).toString('latin1') === 'PK' ? zipVerdict(bytes, trust, language) : unknown(language)
}

/** Checks an exported hospital: a folder, whose files are read one at a time. */
export function verifyFolder(files: Files, language: Language, roots?: readonly Certificate[]): FileVerdict {
  const verdict = verifyHospital(files, trustOf(roots))
  if (!verdict) return unknown(language)
  return {
    ok: verdict.ok,
    kind: 'hospital',
    lines: hospitalLines(verdict, language),
    value: { kind: 'hospital', ...verdict, whole: verdict.whole.length },
  }
}
