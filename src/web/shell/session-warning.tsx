import { useEffect, useState } from 'react'
import { Button, Icon, Num, t, useShortcuts } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import { session } from '#web/kit/net/session.ts'
import { sessionEnd } from './session-api.ts'

/** WCAG 2.2, 2.2.1: told two minutes ahead, extended with one key. */
const warnMs = 120_000
const longestTimerMs = 600_000

/** Before the end the server is asked once more, because other work of this browser may have moved it. */
async function askAgain(endsAt: Date): Promise<boolean> {
  const end = (await sessionEnd()) ?? endsAt
  if (end.getTime() !== endsAt.getTime()) session.set({ endsAt: end })
  return end.getTime() - serverNow().getTime() <= warnMs
}

/** Whether the session is about to end; waits, asks, waits again. */
function useEnding(): Date | undefined {
  const { endsAt, expired } = session.use()
  const [ending, setEnding] = useState(false)
  useEffect(() => {
    setEnding(false)
    if (!endsAt || expired) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      const left = endsAt.getTime() - warnMs - serverNow().getTime()
      timer = setTimeout(left > longestTimerMs ? wait : look, Math.max(0, Math.min(left, longestTimerMs)))
    }
    const look = () => void askAgain(endsAt).then((soon) => soon && setEnding(true))
    wait()
    return () => clearTimeout(timer)
  }, [endsAt, expired])
  return ending && !expired ? endsAt : undefined
}

function secondsUntil(end: Date): number {
  return Math.max(0, Math.round((end.getTime() - serverNow().getTime()) / 1000))
}

/** Above the foot of the screen, over no field: how long is left, and one button or key to stay. */
export function SessionWarning() {
  const end = useEnding()
  return end ? <Warning end={end} /> : null
}

function Warning({ end }: { readonly end: Date }) {
  const [left, setLeft] = useState(() => secondsUntil(end))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(end)), 1000)
    return () => clearInterval(timer)
  }, [end])
  const stay = () =>
    void sessionEnd(true).then((next) => {
      if (next) session.set({ endsAt: next })
    })
  useShortcuts([{ keys: 'f9', label: t('shell.ending.stay'), run: stay }])
  if (left === 0) return null
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
  return (
    <div className="lo-bar-notice" data-tone="warn">
      <Icon name="clock" size={18} />
      <span role="alert">{t('shell.ending.title')}</span>
      <Num>{time}</Num>
      <Button kind="primary" keyHint="F9" onClick={stay}>
        {t('shell.ending.stay')}
      </Button>
    </div>
  )
}
