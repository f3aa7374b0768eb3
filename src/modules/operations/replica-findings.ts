import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'

const redAfterSeconds = 60

/** How the replica stands; nothing where there is none, or before the first look at it. */
export function replicaFindings({ replica }: Pick<Context, 'replica'>): readonly Finding[] {
  if (!replica) return []
  const { kind, seconds, reason } = replica.state()
  if (kind === 'unknown') return []
  if (kind === 'well') return [finding('replica', 'green', 'replicaWell', { seconds })]
  if (kind === 'behind') return [finding('replica', 'amber', 'replicaBehind', { seconds })]
  if (kind === 'away')
    return [finding('replica', seconds < redAfterSeconds ? 'amber' : 'red', 'replicaAway', { seconds, reason })]
  return [finding('replica', 'red', kind === 'not-a-replica' ? 'replicaPromoted' : 'replicaForeign')]
}
