import { type ReactNode, useEffect } from 'react'
import { can, NoPermission, PageBody, Panel, type Screen, t, useTitle } from '#web/kit/index.ts'

interface ScreenGateProps {
  readonly screen: Screen
  readonly children: ReactNode
}

/** Shows a screen to those who may, names the tab, and puts the focus where reading begins. */
export function ScreenGate({ screen, children }: ScreenGateProps) {
  useTitle(t(screen.title))
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen moves the focus once
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
  }, [screen.path])
  if (can(screen.permission)) return children
  return (
    <PageBody>
      <Panel>
        <NoPermission permission={screen.permission} />
      </Panel>
    </PageBody>
  )
}
