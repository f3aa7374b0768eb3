import { api, can, notify, t, useCommand } from '#web/kit/index.ts'
import type { RecordRow } from '../contract.ts'

const stepOf = { finished: 'complete', completed: 'submit', submitted: 'accept', accepted: 'archive' } as const
type Step = (typeof stepOf)[keyof typeof stepOf]

/** Completes all records that lack nothing, or takes all of a tab a step further; each is its own act. */
export function useBatch(tab: string, rows: readonly RecordRow[]) {
  const step = stepOf[tab as keyof typeof stepOf] as Step | undefined
  const ready =
    step && can(`records.${step}`) ? rows.filter((row) => row.state === tab && row.missing.length === 0) : []
  const command = useCommand(
    async (ids: readonly string[]) => {
      for (const id of ids) await api.post(`/api/records/${id}/${step}`)
      return ids.length
    },
    { refresh: ['/api/records'], done: () => notify(t(`records.done.${step}`)) },
  )
  return {
    count: ready.length,
    busy: command.busy,
    step,
    label: step ? t(`records.act.${step}All`, { count: ready.length }) : '',
    run: () => void command.run(ready.map((row) => row.id)),
  }
}
