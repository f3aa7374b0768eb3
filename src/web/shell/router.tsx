import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Screen } from '#web/kit/index.ts'
import { CrashScreen, NotFoundScreen } from './fallback-screens.tsx'
import { Frame } from './frame.tsx'
import { ScreenGate, Waiting } from './screen-gate.tsx'
import { screenLists } from './screen-list.ts'

/** Every screen that the modules offer. */
export const allScreens: readonly Screen[] = screenLists.flat()

const rootRoute = createRootRoute({
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
  notFoundComponent: NotFoundScreen,
})

function routeOf(screen: Screen, load: NonNullable<Screen['load']>) {
  const View = lazy(load)
  return createRoute({
    getParentRoute: () => rootRoute,
    path: screen.path,
    component: () => (
      <ScreenGate screen={screen}>
        <Suspense fallback={<Waiting />}>
          <View />
        </Suspense>
      </ScreenGate>
    ),
    // Pointing at a link fetches the screen before the click.
    loader: async () => {
      await load()
    },
  })
}

export const router = createRouter({
  routeTree: rootRoute.addChildren(
    allScreens.flatMap((screen) => (screen.load ? [routeOf(screen, screen.load)] : [])),
  ),
  defaultPreload: 'intent',
  defaultErrorComponent: CrashScreen,
  scrollRestoration: false,
})
