import { api, can, notify, t, useCommand } from '#web/kit/index.ts'
import type { RecordRow } from '../contract.ts'

/** Completes all records that lack nothing, or archives all complete ones; each is its own act. */
export function useBatch(tab: string, rows: readonly RecordRow[]) {
  const step = tab === 'completed' ? 'archive' : 'complete'
  const may = tab === 'finished' || tab === 'completed' ? can(`records.${step}`) : false
  const ready = may ? rows.filter((row) => row.state === tab && row.missing.length === 0) : []
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
    label: t(`records.act.${step}All`, { count: ready.length }),
    run: () => void command.run(ready.map((row) => row.id)),
  }
}
