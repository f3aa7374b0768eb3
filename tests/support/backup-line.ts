import { baseId, baseName, blobListName } from '#platform/backup/base-manifest.ts'
import { type Line, lineName } from '#platform/backup/line.ts'
import type { Vault } from '#platform/backup/vault.ts'

/** A line with bases that hold nothing, as far as what lets them go looks at them. */
export async function givenLine(vault: Vault, id: string, madeAt: Date, bases: readonly Date[]): Promise<Line> {
  const at = { id, systemId: '7', timeline: 1, segmentSize: 2 ** 24, postgres: '18.4', startLsn: 0 }
  const line: Line = { ...at, madeAt: madeAt.toISOString() }
  await vault.put(lineName(id), [Buffer.from(JSON.stringify(line))])
  await vault.put(`${id}/head`, [Buffer.from('{}')])
  for (const day of bases) {
    const base = { id: baseId(day), packs: [], startLsn: 0, stopLsn: 1 }
    await vault.put(baseName(id, base.id), [Buffer.from(JSON.stringify(base))])
    await vault.put(blobListName(id, base.id), [])
  }
  return line
}
