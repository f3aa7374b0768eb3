import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Dialog,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Panel,
  PasswordField,
  Row,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { AccountNotice, OwnEmail } from '../notices/contract.ts'
import { noticeText } from './account-notices.tsx'

const email = '/api/session/email'

/** What the person was told of the own account, and where letters go. */
export function NoticesPanel() {
  const notices = useApi<readonly AccountNotice[]>('/api/session/notices', { all: true })
  const own = useApi<OwnEmail>(email)
  const [changing, setChanging] = useState(false)
  if (notices.isPending || own.isPending) return <Loading rows={3} />
  if (notices.isError) return <Failure error={notices.error} retry={notices.refetch} />
  if (own.isError) return <Failure error={own.error} retry={own.refetch} />
  return (
    <Panel
      title={t('identity.notices.title')}
      note={t('identity.notices.note')}
      count={notices.data.length}
      actions={
        own.data.sends && (
          <Button icon="edit" onClick={() => setChanging(true)}>
            {own.data.email ?? t('identity.notices.noEmail')}
          </Button>
        )
      }
    >
      {notices.data.length === 0 && <Empty>{t('identity.notices.none')}</Empty>}
      {notices.data.map((notice) => (
        <Row
          key={notice.id}
          icon="shield"
          title={noticeText(notice)}
          detail={formatDateTime(notice.at)}
          aside={!notice.seen && <Chip tone="warn">{t('identity.notices.new')}</Chip>}
        />
      ))}
      {changing && <EmailDialog before={own.data.email ?? ''} onClose={() => setChanging(false)} />}
    </Panel>
  )
}

function EmailDialog({ before, onClose }: { readonly before: string; readonly onClose: () => void }) {
  const [address, setAddress] = useState(before)
  const [current, setCurrent] = useState('')
  const save = useCommand(
    (_: undefined, act) =>
      api.put(email, { current, ...(address.trim() === '' ? {} : { email: address.trim() }) }, act),
    { refresh: [email, '/api/session/notices'], done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.notices.email')}
      actions={
        <Button
          kind="primary"
          busy={save.busy}
          disabledBecause={current === '' ? t('identity.notices.passwordFirst') : undefined}
          onClick={() => save.run(undefined)}
        >
          {t('identity.notices.saveEmail')}
        </Button>
      }
    >
      <Stack gap={12}>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <TextField
          label={t('identity.notices.email')}
          hint={t('identity.notices.emailHint')}
          value={address}
          onChange={setAddress}
          maxLength={254}
          autoFocus
        />
        <PasswordField label={t('identity.password.current')} required value={current} onChange={setCurrent} />
      </Stack>
    </Dialog>
  )
}
