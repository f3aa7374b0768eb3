import { useRef } from 'react'
import { api, can, isUnanswered, notify, OpenActs, refresh, t, toApiError, useCommand } from '#web/kit/index.ts'
import type { RecordRow } from '../contract.ts'

const stepOf = { finished: 'complete', completed: 'submit', submitted: 'accept', accepted: 'archive' } as const
type Step = (typeof stepOf)[keyof typeof stepOf]

/** Takes record after record a step further. One that is refused does not keep the others; where no answer came, it goes on from there. */
class Batch {
  private readonly acts = new OpenActs()
  private readonly done = new Set<string>()

  /** Settles with what was refused. */
  async take(ids: readonly string[], step: Step | undefined): Promise<readonly unknown[]> {
    const refused: unknown[] = []
    for (const id of ids) {
      const path = `/api/records/${id}/${step}`
      if (this.done.has(path)) continue
      try {
        await this.acts.run(path, (act) => api.post(path, undefined, act))
        this.done.add(path)
      } catch (thrown) {
        if (isUnanswered(thrown)) throw thrown
        refused.push(thrown)
      }
    }
    this.done.clear()
    return refused
  }
}

/** Completes all records that lack nothing, or takes all of a tab a step further; each is its own act. */
export function useBatch(tab: string, rows: readonly RecordRow[]) {
  const step = stepOf[tab as keyof typeof stepOf] as Step | undefined
  const ready =
    step && can(`records.${step}`) ? rows.filter((row) => row.state === tab && row.missing.length === 0) : []
  const batch = useRef(new Batch())
  const command = useCommand(
    (ids: readonly string[]) => batch.current.take(ids, step).finally(() => void refresh('/api/records')),
    {
      done: (refused, ids) => {
        if (refused.length < ids.length) notify(t(`records.done.${step}`))
        for (const one of refused.slice(0, 3)) notify(toApiError(one).title, { tone: 'warn' })
      },
    },
  )
  return {
    count: ready.length,
    busy: command.busy,
    step,
    label: step ? t(`records.act.${step}All`, { count: ready.length }) : '',
    run: () => void command.run(ready.map((row) => row.id)),
  }
}
