import type { Trust } from '../x509/chain.ts'
import { type ExportedLeaf, leavesPath, readLeaves } from './ledger-format.ts'
import { readEntries } from './read-entries.ts'
import { type ArchiveVerdict, verifyArchive } from './verify.ts'

/** An exported record with the verdict on it, to be read further. */
export interface OpenedArchive {
  readonly verdict: ArchiveVerdict
  readonly entries: ReadonlyMap<string, Buffer>
  readonly leaves: readonly ExportedLeaf[]
}

export function openArchive(bytes: Buffer, trust: Trust): OpenedArchive {
  const entries = readEntries(bytes) ?? new Map<string, Buffer>()
  return {
    verdict: verifyArchive(bytes, trust),
    entries,
    leaves: readLeaves(entries.get(leavesPath))?.leaves ?? [],
  }
}
