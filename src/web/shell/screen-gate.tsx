import { useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { can, Loading, NoPermission, PageBody, Panel, type Screen, t, useTitle } from '#web/kit/index.ts'

interface ScreenGateProps {
  readonly screen: Screen
  readonly children: ReactNode
}

/** So long may a screen stay while another is on its way. */
const longestStayMs = 300

/** Whether the next screen, whose address is shown already, is slow to come. */
function useSlowNext(): boolean {
  const busy = useRouterState({ select: (state) => state.status === 'pending' })
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!busy) return
    const timer = setTimeout(() => setSlow(true), longestStayMs)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [busy])
  return busy && slow
}

export function Waiting() {
  return (
    <PageBody>
      <Panel>
        <Loading rows={6} />
      </Panel>
    </PageBody>
  )
}

/** Shows a screen to those who may, names the tab, and puts the focus where reading begins. */
export function ScreenGate({ screen, children }: ScreenGateProps) {
  useTitle(t(screen.title))
  const slow = useSlowNext()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen moves the focus once
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
  }, [screen.path])
  // Another patient's, perhaps: neither seen nor worked by its keys under the address of the next.
  if (slow) return <Waiting />
  if (can(screen.permission)) return children
  return (
    <PageBody>
      <Panel>
        <NoPermission permission={screen.permission} />
      </Panel>
    </PageBody>
  )
}
