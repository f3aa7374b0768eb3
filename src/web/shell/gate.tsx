import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { Failure, Panel, t } from '#web/kit/index.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'
import { useLateStart } from '#web/kit/states/late-start.ts'
import { Mark } from './mark.tsx'
import { readSession } from './session-api.ts'
import { listenToTabs } from './switch-person.ts'
import { useDraftsOpen } from './use-drafts-open.ts'

const LoginScreen = lazy(() => import('./login-screen.tsx'))
const ExpiredOverlay = lazy(() => import('./expired-overlay.tsx'))
const EnrolScreen = lazy(() => import('./enrol-screen.tsx'))
const NewPassword = lazy(() => import('./new-password.tsx'))

/** Login first; an ended session is covered until the person is back, and nothing below is lost. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { me, expired } = session.use()
  useEffect(listenToTabs, [])
  const enters = me && !me.mustChangePassword && !me.mustEnrol
  const draftsOpen = useDraftsOpen(enters ? me.id : undefined)
  const first = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      const found = await readSession()
      if (found) loggedIn(found.user, found.endsAt)
      return found ?? null
    },
    enabled: me === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    // Opened while the server is away: goes on by itself when it is back and the session still holds.
    refetchInterval: ({ state }) => (state.status === 'error' ? 5000 : false),
  })
  if (me?.mustChangePassword)
    return (
      <Suspense>
        <NewPassword />
      </Suspense>
    )
  if (me?.mustEnrol)
    return (
      <Suspense>
        <EnrolScreen />
      </Suspense>
    )
  if (me && !draftsOpen) return <Starting />
  if (me)
    return (
      <>
        {children}
        {expired && (
          <Suspense>
            <ExpiredOverlay />
          </Suspense>
        )}
      </>
    )
  if (first.isPending) return <Starting />
  if (first.isError && !('offline' in first.error))
    return (
      <div style={{ maxWidth: 560, margin: '10vh auto', padding: 16 }}>
        <Panel>
          <Failure error={first.error} retry={first.refetch} />
        </Panel>
      </div>
    )
  return (
    <Suspense>
      <LoginScreen />
    </Suspense>
  )
}

/** Only seen when the server is slow to say who is logged in. */
function Starting() {
  const late = useLateStart()
  if (!late) return null
  return (
    <div className="lo-starting" role="status">
      <Mark />
      {t('shell.starting')}
    </div>
  )
}
