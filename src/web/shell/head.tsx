import type { ReactNode } from 'react'
import { can, formatTime, Icon, Kbd, openPalette, t, useApi, useMe } from '#web/kit/index.ts'
import { connection } from '#web/kit/net/connection.ts'
import { UserMenu } from './user-menu.tsx'

interface Workplace {
  readonly facility?: string
  readonly departments?: readonly { readonly code: string; readonly name: string }[]
  readonly room?: string
}

/** Where I work, the search, whether all is saved, and who I am. */
export function Head({ menu }: { readonly menu: ReactNode }) {
  return (
    <header className="lo-top">
      {menu}
      <Where />
      <button type="button" className="lo-find" onClick={openPalette} aria-keyshortcuts="Control+K">
        <Icon name="search" />
        <span className="lo-find-long">
          {t(can('patients.search') ? 'shell.head.search' : 'shell.head.searchScreens')}
        </span>
        <span className="lo-find-short">{t('shell.head.searchShort')}</span>
        <span aria-hidden="true" className="lo-find-key">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <Sync />
      <UserMenu />
    </header>
  )
}

function Where() {
  const { departments } = useMe()
  const place = useApi<Workplace>('/api/workplace', {}, { background: true })
  const names = departments.map((code) => place.data?.departments?.find((one) => one.code === code)?.name ?? code)
  const text =
    [names[0], place.data?.room].filter(Boolean).join(' · ') || (place.data?.facility ?? t('common.product'))
  return <span className="lo-where">{text}</span>
}

/** Always told: that all is saved, since when not, and how much waits. */
function Sync() {
  const { online, syncedAt, offlineSince, waiting, newerBuild } = connection.use()
  if (newerBuild)
    return (
      <button type="button" className="lo-btn" data-size="sm" onClick={() => location.reload()}>
        {t('shell.sync.newer')}
      </button>
    )
  if (!online)
    return (
      <span className="lo-chip" data-tone="warn" role="status">
        <Icon name="cloudOff" size={14} />
        <span className="lo-num">
          {t('shell.sync.offline', { time: formatTime(offlineSince) })}
          {waiting > 0 && ` · ${t('shell.sync.waiting', { count: waiting })}`}
        </span>
      </span>
    )
  return (
    <span className="lo-sync" role="status" aria-live="off">
      <span className="lo-dot lo-ok" />
      <span className="lo-num lo-sync-long">
        {waiting > 0
          ? t('shell.sync.waiting', { count: waiting })
          : t('shell.sync.ok', { time: formatTime(syncedAt) })}
      </span>
      <span className="lo-num lo-sync-short" aria-hidden="true">
        {waiting > 0 ? waiting : formatTime(syncedAt)}
      </span>
    </span>
  )
}
