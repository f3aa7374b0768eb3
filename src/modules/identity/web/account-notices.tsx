import { api, Button, formatDateTime, Icon, LinkTo, t, useApi, useCommand } from '#web/kit/index.ts'
import type { AccountNotice } from '../notices/contract.ts'

const address = '/api/session/notices'
const grave = new Set<AccountNotice['kind']>([
  'guesses',
  'codeGuesses',
  'witnessGuesses',
  'newBrowser',
  'emergencyOpened',
])

export const noticeText = ({ kind, detail }: AccountNotice): string =>
  t(`identity.notice.${kind}`, timesOf(detail))

/** Moments stand in what was told as they are kept; people read them in the hours of the hospital. */
function timesOf(detail: AccountNotice['detail']): AccountNotice['detail'] {
  const { until } = detail
  return typeof until === 'string' ? { ...detail, until: formatDateTime(until) } : detail
}

/** For the shell: what happened to the own account, at the foot of every screen until the person says that they saw it. */
export function AccountNotices() {
  const notices = useApi<readonly AccountNotice[]>(address, undefined, { refreshSeconds: 60, background: true })
  const seen = useCommand((ids: readonly string[], act) => api.post(`${address}/seen`, { ids }, act), {
    refresh: [address],
  })
  const [latest] = notices.data ?? []
  if (!notices.data || !latest) return null
  const ids = notices.data.map(({ id }) => id)
  return (
    <div
      className="lo-bar-notice"
      {...(notices.data.some(({ kind }) => grave.has(kind)) ? { 'data-tone': 'crit' } : {})}
    >
      <Icon name="shield" size={18} />
      <span role="status">
        <b>{noticeText(latest)}</b> <span className="lo-num">{formatDateTime(latest.at)}</span>{' '}
        <LinkTo to="/account/security">
          {ids.length > 1 ? t('identity.notice.more', { count: ids.length - 1 }) : t('identity.notice.look')}
        </LinkTo>
      </span>
      <Button busy={seen.busy} onClick={() => void seen.run(ids)}>
        {t('identity.notice.seen')}
      </Button>
    </div>
  )
}
