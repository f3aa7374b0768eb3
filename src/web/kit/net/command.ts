import { useEffect, useRef, useState } from 'react'
import { type Act, newAct } from './api.ts'
import { type ApiError, toApiError } from './api-error.ts'
import { keepAct } from './kept/kept-acts.ts'
import { refresh } from './query.ts'
import { dropUnsent, holdUnsent, type Unsent } from './unsent.ts'

interface CommandOptions<Input, Answer> {
  done?(answer: Answer, input: Input): void
  /** Prefixes of addresses that are read again afterwards. */
  readonly refresh?: readonly string[]
  /**
   * Makes an act one that may wait on this device while the server is away: what it is and of whom, for the tray. Only
   * for acts of one request whose answer the screen can do without, and whose body says when they happened.
   */
  keep?(input: Input): string
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
  const last = useRef<{ input: string; act: Act } | undefined>(undefined)
  const latestRun = useRef<(input: Input) => void>(undefined)
  const hold = useHold(latestRun)

  /** Whether it waits on this device from now on. */
  async function isKept(error: ApiError, input: Input): Promise<boolean> {
    if (!error.offline || !error.request || !options.keep) return false
    return keepAct(error.request, { label: options.keep(input), refresh: options.refresh ?? [] })
  }

  function succeeded(answer: Answer, input: Input): void {
    last.current = undefined
    setState({ busy: false, error: undefined })
    if (options.refresh) void refresh(...options.refresh)
    options.done?.(answer, input)
  }

  async function failed(error: ApiError, input: Input): Promise<void> {
    const waits = await isKept(error, input)
    if (error.offline && !waits) hold(input)
    else last.current = undefined
    setState({ busy: false, error: waits ? undefined : error })
    if (waits) options.kept?.(input)
  }

  async function run(input: Input): Promise<Answer | undefined> {
    if (running.current) return undefined
    running.current = true
    setState({ busy: true, error: undefined })
    hold(undefined)
    const text = JSON.stringify(input) ?? ''
    if (last.current?.input !== text) last.current = { input: text, act: newAct() }
    try {
      const answer = await act(input, last.current.act)
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
