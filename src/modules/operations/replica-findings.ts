import type { Context } from '#platform/context.ts'
import { readAlone } from '#platform/db/replica-waits.ts'
import { type Finding, finding } from '#platform/finding.ts'

const redAfterSeconds = 60

/** How the replica stands; nothing where there is none, or before the first look at it. */
export function replicaFindings({ replica, config }: Pick<Context, 'replica' | 'config'>): readonly Finding[] {
  return [...writesAlone(config.dataDir), ...stateOf(replica)]
}

/** Writes that a synchronous replica does not confirm. */
function writesAlone(dataDir: string): readonly Finding[] {
  const alone = readAlone(dataDir)
  if (!alone) return []
  const code = alone.writes === 'wait' ? 'replicaWritesWait' : 'replicaWritesAlone'
  return [finding('replicaWrites', 'red', code, { since: alone.since })]
}

function stateOf(replica: Context['replica']): readonly Finding[] {
  if (!replica) return []
  const { kind, seconds, reason } = replica.state()
  if (kind === 'unknown') return []
  if (kind === 'well') return [finding('replica', 'green', 'replicaWell', { seconds })]
  if (kind === 'behind') return [finding('replica', 'amber', 'replicaBehind', { seconds })]
  if (kind === 'away')
    return [finding('replica', seconds < redAfterSeconds ? 'amber' : 'red', 'replicaAway', { seconds, reason })]
  return [finding('replica', 'red', kind === 'not-a-replica' ? 'replicaPromoted' : 'replicaForeign')]
}
