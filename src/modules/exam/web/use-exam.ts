import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type ApiError, api, type Draft, toApiError, useDraft, WritesInTurn } from '#web/kit/index.ts'
import type { ExamView, SavedView, Values } from '../contract.ts'

const pauseMs = 1200
const retryMs = 5000

interface Sent {
  readonly version: number | null
  readonly values: Values
}

interface Kept {
  readonly version: number | null
  readonly values: Values
}

export interface ExamWork {
  readonly values: Values
  readonly set: (item: keyof Values, text: string) => void
  readonly version: number | null
  readonly dirty: boolean
  readonly savedAt: string | undefined
  readonly error: ApiError | undefined
  /** What someone else wrote meanwhile. */
  readonly conflict: ExamView | undefined
  keepMine(): void
  takeTheirs(): void
  /** Settles with the version once everything is on the server; undefined when it is not. */
  flush(): Promise<number | undefined>
  readonly draft: Draft<Kept>
}

/** The texts of an examination: kept on the device at once, on the server after a short pause, with its version. */
export function useExam(view: ExamView): ExamWork {
  const path = `/api/encounters/${view.encounterId}/exam`
  const [values, setValues] = useState<Values>(view.values)
  const [stored, setStored] = useState({
    version: view.version,
    text: JSON.stringify(view.values),
    at: view.savedAt,
  })
  const [error, setError] = useState<ApiError>()
  const [conflict, setConflict] = useState<ExamView>()
  const now = useRef({ values, stored, running: undefined as Promise<number | undefined> | undefined })
  now.current.values = values
  now.current.stored = stored
  const dirty = JSON.stringify(values) !== stored.text

  const adopt = useCallback((theirs: ExamView, mine?: Values) => {
    const next = { version: theirs.version, text: JSON.stringify(theirs.values), at: theirs.savedAt }
    now.current.stored = next
    setStored(next)
    if (!mine) setValues(theirs.values)
    setConflict(undefined)
    setError(undefined)
  }, [])

  // Another person's save, seen while nothing of mine waits, is simply shown.
  useEffect(() => {
    const { stored: mine, values: typed } = now.current
    if ((view.version ?? 0) > (mine.version ?? 0) && JSON.stringify(typed) === mine.text) adopt(view)
  }, [view, adopt])

  const writes = useMemo(
    () =>
      new WritesInTurn<Sent, SavedView>(
        (body, act) => api.put<SavedView>(path, body, act),
        (saved, { values: sent }) => {
          const next = { version: saved.version, text: JSON.stringify(sent), at: saved.savedAt }
          now.current.stored = next
          setStored(next)
          setError(undefined)
        },
      ),
    [path],
  )

  const put = useCallback(async (): Promise<number | undefined> => {
    try {
      await writes.settle()
      const { values: sending, stored: before } = now.current
      if (JSON.stringify(sending) === before.text && before.version !== null) return before.version
      return (await writes.write({ version: before.version, values: sending })).version
    } catch (thrown) {
      const fault = toApiError(thrown)
      if (fault.code === 'exam.changedMeanwhile' || fault.code === 'store.versionConflict')
        setConflict(await api.get<ExamView>(path))
      else setError(fault)
      return undefined
    }
  }, [path, writes])

  const flush = useCallback(async (): Promise<number | undefined> => {
    await now.current.running
    now.current.running = put()
    const version = await now.current.running
    now.current.running = undefined
    return version
  }, [put])

  const text = JSON.stringify(values)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text starts the pause anew
  useEffect(() => {
    if (!view.editable || !dirty || conflict) return
    const timer = setTimeout(() => void flush(), error ? retryMs : pauseMs)
    return () => clearTimeout(timer)
  }, [text, dirty, conflict, error, flush, view.editable])

  const draft = useDraft<Kept>(
    `exam:${view.encounterId}`,
    { version: stored.version, values },
    (kept) => {
      if (JSON.stringify(kept.values) === now.current.stored.text) return
      setValues(kept.values)
      if (kept.version !== now.current.stored.version) setConflict(view)
    },
    { enabled: view.editable },
  )
  const { clear, status } = draft
  const isKept = status.kind !== 'none'
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the real save the draft has done its work
  useEffect(() => {
    if (!dirty && isKept) clear()
  }, [stored, dirty])

  return {
    values,
    set: (item, typed) => setValues((before) => ({ ...before, [item]: typed })),
    version: stored.version,
    dirty,
    savedAt: stored.at,
    error,
    conflict,
    keepMine: () => conflict && adopt(conflict, values),
    takeTheirs: () => conflict && adopt(conflict),
    flush,
    draft,
  }
}
