import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { Failure, Loading, Panel } from '#web/kit/index.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'
import { readSession } from './session-api.ts'

const LoginScreen = lazy(() => import('./login-screen.tsx'))
const ExpiredOverlay = lazy(() => import('./expired-overlay.tsx'))
const NewPassword = lazy(() => import('./new-password.tsx'))

/** Login first; an ended session is covered until the person is back, and nothing below is lost. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { me, expired } = session.use()
  const first = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      const found = await readSession()
      if (found) loggedIn(found)
      return found ?? null
    },
    enabled: me === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  if (me?.mustChangePassword)
    return (
      <Suspense>
        <NewPassword />
      </Suspense>
    )
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
  if (first.isPending) return <Loading rows={6} />
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
