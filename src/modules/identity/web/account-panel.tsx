import { useState } from 'react'
import { Alert, api, Button, Inline, SidePanel, Stack, TextField, t, useCommand, useMe } from '#web/kit/index.ts'
import type { AccountSummary, ChangeAccountBody, RoleSummary } from '../contract.ts'
import { AccountState } from './account-state.tsx'
import { BadgeList } from './badge-list.tsx'
import { ResetFactors } from './reset-factors.tsx'
import { ResetPassword } from './reset-password.tsx'
import { RoleChoice } from './role-choice.tsx'
import { SessionList } from './session-list.tsx'
import { StaffPanel } from './staff-panel.tsx'

interface AccountPanelProps {
  readonly account: AccountSummary
  readonly roles: readonly RoleSummary[]
  onClose(): void
}

/** One account: what it may do, whether it may log in, its sessions. */
export function AccountPanel({ account, roles, onClose }: AccountPanelProps) {
  const me = useMe()
  const [name, setName] = useState(account.name)
  const [chosen, setChosen] = useState<readonly string[]>(account.roles)
  const address = `/api/accounts/${account.id}`
  const refresh = ['/api/accounts']
  const save = useCommand((body: ChangeAccountBody, act) => api.put(address, body, act), { refresh })
  const lock = useCommand((verb: 'lock' | 'unlock', act) => api.post(`${address}/${verb}`, undefined, act), {
    refresh,
  })
  const isMe = me.id === account.id
  const closed = !account.active || account.lockedUntil !== undefined
  const changed = name !== account.name || [...chosen].sort().join() !== [...account.roles].sort().join()
  const error = save.error ?? lock.error
  return (
    <SidePanel
      open
      onClose={onClose}
      title={account.userName}
      actions={
        <>
          <Button
            kind={closed ? 'secondary' : 'danger'}
            icon={closed ? 'unlock' : 'lock'}
            busy={lock.busy}
            disabledBecause={isMe ? t('identity.account.notOwn') : undefined}
            onClick={() => lock.run(closed ? 'unlock' : 'lock')}
          >
            {t(closed ? 'identity.account.unlock' : 'identity.account.lock')}
          </Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={changed ? undefined : t('identity.account.unchanged')}
            onClick={() => save.run({ name, roles: [...chosen] })}
          >
            {t('identity.account.save')}
          </Button>
        </>
      }
    >
      <Stack gap={16}>
        {error && <Alert level="warning" title={error.title} />}
        <Inline>
          <AccountState account={account} />
        </Inline>
        <TextField label={t('identity.account.name')} value={name} onChange={setName} maxLength={200} />
        <RoleChoice roles={roles} chosen={chosen} onChange={setChosen} />
        <StaffPanel accountId={account.id} />
        <BadgeList accountId={account.id} name={account.name} />
        <ResetPassword accountId={account.id} userName={account.userName} />
        <ResetFactors accountId={account.id} />
        <SessionList accountId={account.id} />
      </Stack>
    </SidePanel>
  )
}
