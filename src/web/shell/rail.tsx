import { Count, Icon, isIcon, LinkTo, type Screen, t, useApi } from '#web/kit/index.ts'
import { Mark } from './mark.tsx'

interface RailProps {
  readonly screens: readonly Screen[]
  readonly path: string
  readonly open: boolean
  readonly onHelp: () => void
}

/** Where one can go, with what waits there. */
export function Rail({ screens, path, open, onHelp }: RailProps) {
  return (
    <nav className="lo-rail" data-open={open || undefined} aria-label={t('shell.nav.label')}>
      <LinkTo to="/" className="lo-rail-logo" label={t('common.product')}>
        <Mark />
      </LinkTo>
      {screens.map((screen) => (
        <RailLink key={screen.path} screen={screen} current={isCurrent(screen.path, path, screens)} />
      ))}
      <button type="button" className="lo-rail-link lo-rail-help" onClick={onHelp}>
        <Icon name="help" size={20} />
        <span>{t('shell.nav.help')}</span>
      </button>
    </nav>
  )
}

/** The screen itself, or the longest of those whose address the open one begins with. */
function isCurrent(own: string, path: string, screens: readonly Screen[]): boolean {
  if (own === '/') return path === '/'
  const fits = screens
    .map((screen) => screen.path)
    .filter((one) => one !== '/' && (path === one || path.startsWith(`${one}/`)))
  return fits.sort((a, b) => b.length - a.length)[0] === own
}

interface BadgeAnswer {
  readonly count: number
  readonly tone?: 'hot' | 'warn' | 'accent'
}

function RailLink({ screen, current }: { readonly screen: Screen; readonly current: boolean }) {
  const { nav } = screen
  const badge = useApi<BadgeAnswer>(nav?.badge, {}, { refreshSeconds: 60, background: true })
  if (!nav) return null
  const count = badge.data?.count ?? 0
  const tone = badge.data?.tone
  return (
    <LinkTo to={screen.path} className="lo-rail-link" current={current}>
      <Icon name={isIcon(nav.icon) ? nav.icon : 'folder'} size={20} />
      <span>{t(nav.label)}</span>
      {count > 0 && (
        <span className="lo-rail-count">
          <Count value={count} most={99} {...(tone ? { tone } : {})} />
        </span>
      )}
    </LinkTo>
  )
}
