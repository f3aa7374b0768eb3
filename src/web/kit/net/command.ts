import { useEffect, useRef, useState } from 'react'
import { notify } from '../states/notify.tsx'
import { formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { type Act, newAct } from './api.ts'
import { type ApiError, toApiError } from './api-error.ts'
import { connection } from './connection.ts'
import { type Flight, keepAhead } from './kept/kept-acts.ts'
import { refresh } from './query.ts'
import { serverNow } from './server-clock.ts'
import { dropUnsent, holdUnsent, type Unsent } from './unsent.ts'

interface CommandOptions<Input, Answer> {
  done?(answer: Answer, input: Input): void
  /** Prefixes of addresses that are read again afterwards. */
  readonly refresh?: readonly string[]
  /**
   * Makes an act one that may wait on this device while the server is away: what it is and of whom, for the tray. Only
   * for acts of one request whose answer the screen can do without, and whose body says when they happened (`act.at`).
   */
  keep?(input: Input): string | undefined
  /** It waits on this device and is sent later by itself. */
  kept?(input: Input): void
}

export interface Command<Input, Answer> {
  /** Settles with the answer, or undefined when it was refused (see `error`). */
  run(input: Input): Promise<Answer | undefined>
  readonly busy: boolean
  readonly error: ApiError | undefined
  clear(): void
}

/** How long a bedside waits for an answer before the act waits on the device; shorter when it is known to be away. */
const patienceMs = 10_000
const patienceAwayMs = 2_000
/** What stands before the server says so when it finds nobody behind it. */
const noAnswer = new Set([502, 503, 504])

interface Last {
  readonly input: string
  readonly act: Act
  /** It stands on this device since before it was sent. */
  flight?: Flight | undefined
}

/** An act that is written down on this device before it goes out. */
function actToKeep(label: string, prefixes: readonly string[], last: () => Last | undefined): Act {
  return {
    ...newAct(),
    withinMs: connection.get().online ? patienceMs : patienceAwayMs,
    before: async (request) => {
      const of = last()
      if (of && !of.flight) of.flight = await keepAhead(request, { label, refresh: prefixes })
    },
  }
}

/** Keeps what the server did not get in sight: at the foot of the screen, with a key to send it once more. */
function useHold<Input>(run: { readonly current: ((input: Input) => void) | undefined }) {
  const held = useRef<Unsent | undefined>(undefined)
  useEffect(() => () => dropUnsent(held.current), [])
  return (input: Input | undefined): void => {
    dropUnsent(held.current)
    held.current = input === undefined ? undefined : { at: new Date(), again: () => run.current?.(input) }
    if (held.current) holdUnsent(held.current)
  }
}

/**
 * One kind of act of a person. Repeating it with the same input after a failure keeps its id, so that an act
 * whose answer was lost is not done twice. A second press while it runs does nothing.
 */
export function useCommand<Input, Answer>(
  act: (input: Input, act: Act) => Promise<Answer>,
  options: CommandOptions<Input, Answer> = {},
): Command<Input, Answer> {
  const [state, setState] = useState<{ busy: boolean; error: ApiError | undefined }>({
    busy: false,
    error: undefined,
  })
  const running = useRef(false)
  const last = useRef<Last | undefined>(undefined)
  const latestRun = useRef<(input: Input) => void>(undefined)
  const hold = useHold(latestRun)

  function succeeded(answer: Answer, input: Input): void {
    const { flight } = last.current ?? {}
    last.current = undefined
    setState({ busy: false, error: undefined })
    void flight?.landed()
    if (options.refresh) void refresh(...options.refresh)
    options.done?.(answer, input)
  }

  async function failed(error: ApiError, input: Input): Promise<void> {
    const { flight } = last.current ?? {}
    const away = error.offline || noAnswer.has(error.status)
    const waits = away && flight !== undefined
    await (waits ? flight.waits() : flight?.landed())
    if (error.offline && !waits) hold(input)
    else last.current = undefined
    setState({ busy: false, error: waits ? undefined : error })
    if (!waits) return
    notify(t('kept.now', { time: formatTime(serverNow()) }), { tone: 'ok' })
    options.kept?.(input)
  }

  function actOf(input: Input): Act {
    const text = JSON.stringify(input) ?? ''
    if (last.current?.input !== text) {
      const label = options.keep?.(input)
      const act = label === undefined ? newAct() : actToKeep(label, options.refresh ?? [], () => last.current)
      last.current = { input: text, act }
    }
    return last.current.act
  }

  async function run(input: Input): Promise<Answer | undefined> {
    if (running.current) return undefined
    running.current = true
    setState({ busy: true, error: undefined })
    hold(undefined)
    try {
      const answer = await act(input, actOf(input))
      succeeded(answer, input)
      return answer
    } catch (thrown) {
      await failed(toApiError(thrown), input)
      return undefined
    } finally {
      running.current = false
    }
  }
  latestRun.current = (input) => void run(input)
  return {
    run,
    ...state,
    clear: () => {
      hold(undefined)
      setState({ busy: false, error: undefined })
    },
  }
}
