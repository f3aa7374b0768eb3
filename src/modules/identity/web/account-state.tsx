import { Chip, formatTime, Inline, t } from '#web/kit/index.ts'
import type { AccountSummary } from '../contract.ts'

/** Whether the account may log in now, and whether it is logged in. */
export function AccountState({ account }: { readonly account: AccountSummary }) {
  return (
    <Inline gap={4} wrap>
      {!account.active && (
        <Chip tone="crit" icon="lock">
          {t('identity.account.locked')}
        </Chip>
      )}
      {account.lockedUntil && (
        <Chip tone="warn" icon="clock">
          {t('identity.account.lockedUntil', { time: formatTime(account.lockedUntil) })}
        </Chip>
      )}
      {account.mustChangePassword && <Chip tone="outline">{t('identity.account.mustChange')}</Chip>}
      {account.openSessions > 0 && (
        <Chip tone="ok">{t('identity.account.online', { count: account.openSessions })}</Chip>
      )}
      {account.active && !account.lockedUntil && account.openSessions === 0 && (
        <Chip tone="quiet">{t('identity.account.open')}</Chip>
      )}
    </Inline>
  )
}
