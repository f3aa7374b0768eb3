import { expire, expireLines } from '#platform/backup/expire.ts'
import { expireDocuments } from '#platform/backup/expire-documents.ts'
import type { Line } from '#platform/backup/line.ts'
import type { BackupRules } from '#platform/backup/policy.ts'
import { openVault, readRecoveryKey, type Vault, vaultFileName } from '#platform/backup/vault.ts'
import type { BackupPlaces } from './places.ts'

/**
 * Takes away what the rules let go, here and in the copy elsewhere by its own list: what was taken away here while that
 * was out of reach is not known any more. Whether that is out of reach is told where it is copied to.
 */
export async function expireAll(
  vault: Vault,
  places: BackupPlaces,
  line: Line,
  rules: BackupRules,
): Promise<void> {
  const now = new Date()
  await expire(vault, line, rules, now)
  await expireLines(vault, line, rules, now)
  const there = await openElsewhere(places).catch(() => undefined)
  if (there) {
    await expire(there, line, rules, now)
    await expireLines(there, line, rules, now)
  }
  const { blobFolder } = places
  await expireDocuments({ vault, others: there ? [there] : [], blobFolder }, rules, now)
}

/** Undefined when it is out of reach or not the same vault: nothing of others is touched. */
async function openElsewhere({ here, elsewhere, keyFile }: BackupPlaces): Promise<Vault | undefined> {
  const key = await readRecoveryKey(keyFile)
  const [ours, theirs] = await Promise.all([here.get(vaultFileName), elsewhere?.get(vaultFileName)])
  return key && elsewhere && theirs && ours?.equals(theirs) ? openVault(elsewhere, key) : undefined
}
