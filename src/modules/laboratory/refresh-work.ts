import type { Context } from '#platform/context.ts'
import { workState } from './domain/work-state.ts'
import { findWork, resultsOf, setState, tubesOf } from './repository.ts'

/** Sets the state of requests from what is known of their tubes and results. */
export async function refreshWork(ctx: Context, requestIds: readonly string[]): Promise<void> {
  const [work, tubes, results] = [
    await findWork(ctx, requestIds),
    await tubesOf(ctx, requestIds),
    await resultsOf(ctx, requestIds),
  ]
  for (const row of work) {
    const newest = new Map<string, (typeof tubes)[number]>()
    for (const tube of tubes) {
      if (tube.requests.includes(row.request_id) && tube.status !== 'entered-in-error' && !newest.has(tube.kind))
        newest.set(tube.kind, tube)
    }
    const state = workState({
      requestStatus: row.request_status,
      expected: row.expected,
      tubes: [...newest.values()].map((tube) => ({ status: tube.status, received: tube.received_at !== null })),
      results: results.filter((result) => result.request_id === row.request_id),
    })
    if (state !== row.state) await setState(ctx, row.request_id, state)
  }
}
