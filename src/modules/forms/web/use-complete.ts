import { useRef, useState } from 'react'
import type { Key } from '#fhir/sdc/types.ts'
import { leftIn } from '#web/kit/form/index.ts'
import { type Act, type ApiError, api, newAct, refresh, t, toApiError } from '#web/kit/index.ts'
import type { CompletedFill } from '../contract.ts'
import { issuesOf, type OpenFill, responseOf } from './use-fill.ts'

export interface Completing {
  /** The id of its paper once it is completed. */
  run(): Promise<string | undefined>
  readonly busy: boolean
  readonly error: ApiError | undefined
  /** The server named what is wrong; it stands at the items. */
  readonly refused: boolean
  clear(): void
}

const touched = [
  '/api/fills',
  '/api/documents',
  '/api/signing',
  '/api/encounters',
  '/api/patients',
  '/api/records',
]

/** Completes a fill: what is missing is told here, everything else by the server. */
export function useComplete(fill: OpenFill): Completing {
  const { view, keeper, store, model } = fill
  const [state, setState] = useState<{ busy: boolean; refused: boolean; error?: ApiError }>({
    busy: false,
    refused: false,
  })
  const act = useRef<Act>(undefined)

  function tellMissing(): boolean {
    const { missing } = leftIn(model.items, store)
    store.setIssues(missing.map((key) => ({ key, text: t('fill.issue.required'), severity: 'error' })))
    if (missing.length > 0) setState({ busy: false, refused: true })
    return missing.length > 0
  }

  /** What was mended while the server looked is not told as wrong. */
  function tellIssues(error: ApiError, sent: ReadonlyMap<Key, number>): void {
    const all = issuesOf(error)
    const issues = all.filter(({ key }) => !store.listeners.changedSince(sent, key))
    store.setIssues(issues)
    const mended = all.length > 0 && issues.length === 0
    setState({ busy: false, refused: issues.length > 0, ...(mended ? {} : { error }) })
  }

  async function send(version: number): Promise<string | undefined> {
    act.current ??= newAct()
    const response = { ...responseOf(view), ...store.response() }
    const sent = store.listeners.mark()
    try {
      const path = `/api/fills/${view.id}/complete`
      const done = await api.post<CompletedFill>(path, { version, response }, act.current)
      void refresh(...touched)
      return done.paperId
    } catch (thrown) {
      const error = toApiError(thrown)
      if (!error.offline) act.current = undefined
      tellIssues(error, sent)
      return undefined
    }
  }

  async function run(): Promise<string | undefined> {
    if (state.busy || tellMissing()) return undefined
    if (store.openChoices.size > 0) {
      setState({ busy: false, refused: true })
      return undefined
    }
    setState({ busy: true, refused: false })
    const version = await keeper.flush()
    if (version !== undefined) return send(version)
    const { error } = keeper.status
    setState({ busy: false, refused: false, ...(error ? { error } : {}) })
    return undefined
  }

  return {
    run,
    busy: state.busy,
    error: state.error,
    refused: state.refused,
    clear: () => setState({ busy: false, refused: false }),
  }
}
