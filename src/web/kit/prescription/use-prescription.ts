import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import { type ApiError, api, OpenActs, refresh, toApiError, useApi, useLive, WritesInTurn } from '../index.ts'
import type { Drug, LineInput, Moment, Prescription } from './views.ts'

const pauseMs = 500

interface Sent {
  readonly basis: string
  readonly lines: readonly LineInput[]
  readonly companion?: string
  readonly overrides?: readonly { readonly key: string; readonly reason: string }[]
}

interface Draft {
  readonly lines: readonly LineInput[]
  readonly companion: string
}

export interface PrescriptionWork {
  readonly view: Prescription | undefined
  readonly failed: ApiError | undefined
  readonly reload: () => void
  readonly lines: readonly LineInput[]
  readonly companion: string
  readonly dirty: boolean
  readonly error: ApiError | undefined
  readonly busy: boolean
  change(lines: readonly LineInput[]): void
  setCompanion(name: string): void
  accept(key: string, reason: string): Promise<void>
  flush(): Promise<Prescription | undefined>
  issue(): Promise<Prescription | undefined>
  replace(code: string, reason: string): Promise<void>
}

/** Only what the doctor enters, without what the server adds to show it. */
export function inputOf(line: LineInput): LineInput {
  const { id, drugCode, dose, doseUnit, timesADay, everyDays, days, quantity, moments, meal, asNeeded, note } =
    line
  const optional = { doseUnit, everyDays, quantity, meal, asNeeded, note }
  const given = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined && value !== ''),
  )
  return { id, drugCode, dose, timesADay, days, moments, ...given }
}

const usualMoments: Readonly<Record<number, readonly Moment[]>> = {
  1: ['MORN'],
  2: ['MORN', 'EVE'],
  3: ['MORN', 'NOON', 'EVE'],
  4: ['MORN', 'NOON', 'AFT', 'EVE'],
}

/** Units that hold many doses: the dose is measured, and the doctor says how many are handed out. */
const containers = new Set(['chai', 'lọ', 'tuýp', 'bình', 'bút', 'ống hít'])

/** A line as it begins: the usual dose of the drug list, as many days as the lines before it. */
export function newLine(drug: Drug, days: number): LineInput {
  const timesADay = drug.timesPerDay ?? 1
  const counted = !containers.has(drug.unit)
  return {
    id: uuidv7(),
    drugCode: drug.code,
    dose: drug.usualDose ?? 1,
    ...(counted
      ? {}
      : {
          doseUnit: /nhỏ/i.test(drug.route.name) ? 'giọt' : /hít|xịt/i.test(drug.route.name) ? 'nhát' : 'ml',
          quantity: 1,
        }),
    timesADay,
    days,
    moments: usualMoments[timesADay] ?? [],
  }
}

const draftOf = (view: Prescription | undefined): Draft => ({
  lines: (view?.lines ?? []).map(inputOf),
  companion: view?.companion ?? '',
})

/** The prescription of a visit: every change is on the server half a second later, and comes back with its alerts. */
export function usePrescription(encounterId: string): PrescriptionWork {
  const path = `/api/encounters/${encounterId}/prescription`
  const answer = useApi<Prescription>(path)
  useLive(['MedicationRequest', 'AllergyIntolerance', 'Condition'], [path])
  const [draft, setDraft] = useState<Draft>()
  const [own, setOwn] = useState<Prescription>()
  const [error, setError] = useState<ApiError>()
  const [busy, setBusy] = useState(false)
  const view = own ?? answer.data
  const shown = draft ?? draftOf(view)
  const now = useRef({ draft, view, running: undefined as Promise<Prescription | undefined> | undefined })
  now.current.draft = draft
  now.current.view = view

  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer answer of the server counts as soon as nothing of mine waits
  useEffect(() => {
    if (!now.current.draft) setOwn(undefined)
  }, [answer.data])

  const [acts] = useState(() => new OpenActs())
  const writes = useMemo(
    () =>
      new WritesInTurn<Sent, Prescription>(
        (body, act) => api.put<Prescription>(path, body, act),
        (saved) => {
          now.current.view = saved
          setOwn(saved)
        },
      ),
    [path],
  )

  const put = useCallback(
    async (more: Pick<Sent, 'overrides'> = {}): Promise<Prescription | undefined> => {
      if (!now.current.view) return undefined
      try {
        await writes.settle()
        const { draft: sending, view: before } = now.current
        const { lines, companion } = sending ?? draftOf(before)
        const saved = await writes.write({
          basis: before?.basis ?? '',
          lines: lines.map(inputOf),
          ...(companion ? { companion } : {}),
          ...more,
        })
        if (now.current.draft === sending) {
          now.current.draft = undefined
          setDraft(undefined)
        }
        setError(undefined)
        return saved
      } catch (thrown) {
        setError(toApiError(thrown))
        return undefined
      }
    },
    [writes],
  )

  /** One write after the other: each needs the basis that the former answered. */
  const queued = useCallback(async (work: () => Promise<Prescription | undefined>) => {
    await now.current.running
    setBusy(true)
    now.current.running = work()
    const done = await now.current.running
    setBusy(false)
    return done
  }, [])

  const flush = useCallback(
    () => queued(async () => (now.current.draft ? put() : now.current.view)),
    [queued, put],
  )

  useEffect(() => {
    if (!draft || error) return
    const timer = setTimeout(() => void flush(), pauseMs)
    return () => clearTimeout(timer)
  }, [draft, error, flush])

  async function act(work: () => Promise<Prescription>): Promise<Prescription | undefined> {
    try {
      const done = await work()
      now.current.view = done
      setOwn(done)
      setDraft(undefined)
      setError(undefined)
      void refresh(`/api/encounters/${encounterId}/exam`)
      return done
    } catch (thrown) {
      setError(toApiError(thrown))
      return undefined
    }
  }
  const edit = (next: Draft) => {
    setError(undefined)
    setDraft(next)
  }
  return {
    view,
    failed: answer.isError && !own ? answer.error : undefined,
    reload: () => {
      setDraft(undefined)
      setOwn(undefined)
      setError(undefined)
      void answer.refetch()
    },
    lines: shown.lines,
    companion: shown.companion,
    dirty: draft !== undefined,
    error,
    busy,
    change: (lines) => edit({ ...shown, lines }),
    setCompanion: (companion) => edit({ ...shown, companion }),
    accept: async (key, reason) => void (await queued(() => put({ overrides: [{ key, reason }] }))),
    flush,
    issue: async () => {
      const saved = await flush()
      if (!saved) return undefined
      const body = { basis: saved.basis }
      const send = () => acts.run(saved.basis, (given) => api.post<Prescription>(`${path}/issue`, body, given))
      return queued(() => act(send))
    },
    replace: async (code, reason) =>
      void (await queued(() =>
        act(() =>
          acts.run(`${code} ${reason}`, (given) =>
            api.post<Prescription>(`${path}/replace`, { code, reason }, given),
          ),
        ),
      )),
  }
}
