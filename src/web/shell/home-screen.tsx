import { Component, type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import {
  Button,
  Columns,
  can,
  Empty,
  Failure,
  formatDay,
  formatWeekday,
  Icon,
  isIcon,
  LinkTo,
  Loading,
  openPalette,
  PageBody,
  PageHead,
  Panel,
  type Screen,
  t,
  useMe,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import { screenLists } from './screen-list.ts'

interface Card {
  readonly screen: Screen
  readonly View: ComponentType
}

const cards: readonly Card[] = screenLists
  .flat()
  .flatMap((screen) => (screen.home ? [{ screen, View: lazy(screen.home.load) }] : []))

/** One failing card leaves the others as they are. */
class CardBoundary extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <Panel>
        <Failure
          error={this.state.error}
          title={t('shell.home.cardFailed')}
          retry={() => this.setState({ error: undefined })}
        />
      </Panel>
    )
  }
}

function show(own: readonly Card[]): ReactNode[] {
  return own.map(({ screen, View }) => (
    <CardBoundary key={`${screen.path} ${screen.home?.order}`}>
      <Suspense
        fallback={
          <Panel>
            <Loading rows={3} />
          </Panel>
        }
      >
        <View />
      </Suspense>
    </CardBoundary>
  ))
}

/** "Hôm nay": what each module says this person should see first. */
export default function HomeScreen() {
  const me = useMe()
  const own = cards
    .filter(({ screen }) => can(screen.permission))
    .sort((a, b) => (a.screen.home?.order ?? 0) - (b.screen.home?.order ?? 0))
  const wide = own.filter(({ screen }) => screen.home?.wide)
  const narrow = own.filter(({ screen }) => !screen.home?.wide)
  const today = serverNow().toISOString()
  return (
    <>
      <PageHead title={`${formatWeekday(today)} ${formatDay(today)}`} note={me.name}>
        <Button icon="search" keyHint="Ctrl K" onClick={openPalette}>
          {t(can('patients.search') ? 'shell.home.find' : 'shell.home.findScreen')}
        </Button>
      </PageHead>
      <PageBody>
        <Columns
          main={wide.length > 0 ? show(wide) : <OwnScreens />}
          side={
            <>
              {show(narrow)}
              {wide.length > 0 && <OwnScreens />}
            </>
          }
          sideWidth={380}
        />
      </PageBody>
    </>
  )
}

/** A role without work of its own today still sees where it can go. */
function OwnScreens() {
  const screens = screenLists
    .flat()
    .filter((screen) => screen.nav && screen.path !== '/' && can(screen.permission))
  return (
    <Panel title={t('shell.home.screens')}>
      {screens.length === 0 && <Empty>{t('shell.home.empty')}</Empty>}
      {screens.map((screen) => (
        <LinkTo key={screen.path} to={screen.path} className="lo-row lo-row-link">
          <span className="lo-row-icon">
            <Icon name={screen.nav && isIcon(screen.nav.icon) ? screen.nav.icon : 'folder'} />
          </span>
          <span className="lo-row-text">{t(screen.title)}</span>
          {screen.nav?.key && <kbd className="lo-kbd">G {screen.nav.key}</kbd>}
        </LinkTo>
      ))}
    </Panel>
  )
}
