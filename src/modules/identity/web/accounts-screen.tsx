import { useState } from 'react'
import {
  Button,
  Chip,
  Failure,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  Table,
  TextField,
  t,
  useApi,
  useShortcuts,
} from '#web/kit/index.ts'
import type { AccountSummary, RoleSummary } from '../contract.ts'
import { matchesAccount } from '../domain/match-account.ts'
import { AccountPanel } from './account-panel.tsx'
import { AccountState } from './account-state.tsx'
import { EndingCertificates } from './ending-certificates.tsx'
import { NewAccountDialog } from './new-account-dialog.tsx'
import { PeopleDialog } from './people-dialog.tsx'
import { roleTitle } from './role-title.ts'

/** All accounts of the facility; one opens at the side. */
export default function AccountsScreen() {
  const accounts = useApi<AccountSummary[]>('/api/accounts')
  const roles = useApi<RoleSummary[]>('/api/roles')
  const [query, setQuery] = useState('')
  const [openId, setOpenId] = useState<string>()
  const [adding, setAdding] = useState(false)
  const [loading, setLoading] = useState(false)
  useShortcuts([{ keys: 'n', label: t('identity.accounts.add'), run: () => setAdding(true) }])
  if (accounts.isPending || roles.isPending) return <Loading rows={8} />
  if (accounts.isError) return <Failure error={accounts.error} retry={accounts.refetch} />
  if (roles.isError) return <Failure error={roles.error} retry={roles.refetch} />
  const shown = accounts.data.filter((account) => matchesAccount(account, query))
  const open = accounts.data.find((account) => account.id === openId)
  return (
    <Page
      head={
        <PageHead
          title={t('identity.accounts.title')}
          note={t('identity.accounts.note', { count: accounts.data.length })}
        >
          <TextField
            label={t('identity.accounts.filter')}
            hideLabel
            value={query}
            onChange={setQuery}
            placeholder={t('identity.accounts.filter')}
          />
          <Button icon="upload" onClick={() => setLoading(true)}>
            {t('identity.people.open')}
          </Button>
          <Button kind="primary" icon="plus" keyHint="N" onClick={() => setAdding(true)}>
            {t('identity.accounts.add')}
          </Button>
        </PageHead>
      }
    >
      <EndingCertificates />
      <Panel>
        <Table
          label={t('identity.accounts.title')}
          rows={shown}
          rowKey={(account) => account.id}
          onOpen={(account) => setOpenId(account.id)}
          selectedKey={openId}
          empty={t('identity.accounts.empty')}
          columns={[
            {
              key: 'userName',
              head: t('identity.account.userName'),
              onPhone: 'line',
              cell: (account) => <strong>{account.userName}</strong>,
            },
            {
              key: 'name',
              head: t('identity.account.name'),
              onPhone: 'main',
              cell: (account) => account.name,
            },
            {
              key: 'roles',
              head: t('identity.account.roles'),
              hideOn: 'phone',
              cell: (account) =>
                account.roles.map((role) => <Chip key={role}>{roleTitle(roles.data, role)}</Chip>),
            },
            {
              key: 'state',
              head: t('identity.account.state'),
              onPhone: 'aside',
              cell: (account) => <AccountState account={account} />,
            },
            {
              key: 'seen',
              head: t('identity.account.lastSeen'),
              hideOn: 'tablet',
              cell: (account) =>
                account.lastSeenAt ? formatDateTime(account.lastSeenAt) : t('identity.account.neverSeen'),
            },
          ]}
        />
      </Panel>
      {open && <AccountPanel account={open} roles={roles.data} onClose={() => setOpenId(undefined)} />}
      {loading && <PeopleDialog onClose={() => setLoading(false)} />}
      {adding && <NewAccountDialog roles={roles.data} onClose={() => setAdding(false)} />}
    </Page>
  )
}
