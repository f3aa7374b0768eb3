import { useState } from 'react'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { type Act, type ApiError, api, t, useCommand, useDraft } from '#web/kit/index.ts'
import type { RoundOrder, RoundView } from '../contract.ts'

export type Verdict = 'goesOn' | 'held' | 'stopped' | 'again'

interface Decided {
  readonly [order: string]: Verdict
}

interface Doing {
  readonly order: RoundOrder
  readonly verdict: Verdict
  readonly reason?: string
}

export interface RoundOrders {
  readonly decided: Decided
  readonly left: number
  /** Placed before today, and nothing decided of it yet. */
  isOpen(order: RoundOrder): boolean
  decide(order: RoundOrder, verdict: Verdict, reason?: string): Promise<boolean>
  readonly busy: boolean
  readonly error: ApiError | undefined
}

const changes = { held: 'hold', stopped: 'stop' } as const

/** What a decision writes: an order that runs goes on by itself. */
async function write(path: string, { order, verdict, reason }: Doing, act: Act): Promise<void> {
  if (verdict === 'again') {
    await api.post(`${path}/orders-to-copy`, { orders: [order.id] }, act)
    return
  }
  if (verdict === 'goesOn' && order.state === 'active') return
  const body =
    verdict === 'goesOn'
      ? { to: 'resume', reason: t('rounds.order.resumed') }
      : { to: changes[verdict as keyof typeof changes], reason }
  await api.post(`${path}/orders/${order.type}/${order.id}/change`, body, act)
}

/** What the round has decided of each order today; kept for this doctor until the next morning. */
export function useRoundOrders(view: RoundView): RoundOrders {
  const [decided, setDecided] = useState<Decided>({})
  const path = `/api/stays/${view.encounterId}`
  const today = dayInVietnam(new Date(view.now))
  useDraft<Decided>(`round-orders:${view.encounterId}:${today}`, decided, setDecided, { enabled: view.editable })
  const command = useCommand(
    async (doing: Doing, act: Act) => {
      await write(path, doing, act)
      return true
    },
    {
      refresh: [`${path}/round`, `${path}/orders`],
      done: (_, { order, verdict }) => setDecided((now) => ({ ...now, [order.id]: verdict })),
    },
  )
  const isOpen = ({ id, since }: RoundOrder) => decided[id] === undefined && dayInVietnam(new Date(since)) < today
  return {
    decided,
    isOpen,
    left: view.orders.filter(isOpen).length,
    decide: async (order, verdict, reason) =>
      (await command.run({ order, verdict, ...(reason ? { reason } : {}) })) === true,
    busy: command.busy,
    error: command.error,
  }
}
