import { useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { AccountNotices } from '#modules/identity/web/index.tsx'
import { GlassBar, GlassNotice } from '#web/kit/access/glass-bar.tsx'
import { Refusal } from '#web/kit/access/refusal.tsx'
import { draftsAside } from '#web/kit/draft/draft-box.ts'
import { useNeighbours } from '#web/kit/hands/neighbours.ts'
import { palette } from '#web/kit/hands/palette-store.ts'
import { can, Icon, openPalette, ownFailures, type Screen, t, useGo, useShortcuts } from '#web/kit/index.ts'
import { Head } from './head.tsx'
import { KeptTray } from './kept-tray.tsx'
import { Rail } from './rail.tsx'
import { screenLists } from './screen-list.ts'
import { SessionWarning } from './session-warning.tsx'
import { StaleBar } from './stale-bar.tsx'
import { UnsentBar } from './unsent-bar.tsx'

ownFailures.set('access.refused', Refusal)

const Palette = lazy(() => import('./palette.tsx'))
const AsideBar = lazy(async () => ({ default: (await import('./aside-bar.tsx')).AsideBar }))
const KeysOverlay = lazy(() => import('./keys-overlay.tsx'))

/** The screens on the rail for this person, in their order. */
export function railScreens(): readonly Screen[] {
  return screenLists
    .flat()
    .filter((screen) => screen.nav && can(screen.permission))
    .sort((a, b) => (a.nav?.order ?? 0) - (b.nav?.order ?? 0))
}

function useFrameKeys(screens: readonly Screen[], showKeys: () => void): void {
  const go = useGo()
  useShortcuts([
    { keys: 'mod+k', label: t('shell.keys.palette'), run: openPalette },
    { keys: '?', label: t('shell.keys.open'), run: showKeys },
    ...screens
      .filter((screen) => screen.nav?.key)
      .map((screen) => ({
        keys: `g ${screen.nav?.key?.toLowerCase()}`,
        label: t('shell.keys.go', { screen: t(screen.nav?.label ?? screen.title) }),
        run: () => go(screen.path),
      })),
  ])
}

/** `[` and `]` go to the neighbours in the list one came from. */
function useNeighbourKeys(path: string): void {
  const go = useGo()
  const { previous, next } = useNeighbours(path)
  useShortcuts([
    ...(previous ? [{ keys: '[', label: t('shell.keys.previous'), run: () => go(previous) }] : []),
    ...(next ? [{ keys: ']', label: t('shell.keys.next'), run: () => go(next) }] : []),
  ])
}

/** Rail, head and the screen. On a tablet or phone the rail is a drawer behind a button. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const screens = railScreens()
  const { open } = palette.use()
  const [keys, setKeys] = useState(false)
  const aside = draftsAside.use().names.length
  const [drawer, setDrawer] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const busy = useRouterState({ select: (state) => state.status === 'pending' })
  useFrameKeys(screens, () => setKeys(true))
  useNeighbourKeys(path)
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer
  useEffect(() => setDrawer(false), [path])
  return (
    <div className="lo-app">
      <a className="lo-skip" href="#main">
        {t('shell.nav.skip')}
      </a>
      <Rail screens={screens} path={path} open={drawer} onHelp={() => setKeys(true)} />
      {drawer && (
        <button
          type="button"
          className="lo-drawer-back"
          aria-label={t('kit.close')}
          onClick={() => setDrawer(false)}
        />
      )}
      <Head
        menu={
          <button
            type="button"
            className="lo-btn lo-menu-button"
            data-kind="plain"
            aria-label={t('shell.nav.menu')}
            aria-expanded={drawer}
            onClick={() => setDrawer(!drawer)}
          >
            <Icon name="menu" size={22} />
          </button>
        }
      />
      <main id="main" className="lo-main" tabIndex={-1} aria-busy={busy || undefined}>
        {children}
        <GlassBar />
        <GlassNotice />
        <KeptTray />
        <Suspense>{aside > 0 && <AsideBar count={aside} />}</Suspense>
        <UnsentBar />
        <StaleBar />
        <AccountNotices />
        <SessionWarning />
      </main>
      <Suspense>
        {open && <Palette />}
        {keys && <KeysOverlay onClose={() => setKeys(false)} />}
      </Suspense>
    </div>
  )
}
