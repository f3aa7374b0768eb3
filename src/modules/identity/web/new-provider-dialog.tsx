import { useState } from 'react'
import { Alert, api, Button, Dialog, PasswordField, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { NewProviderBody } from '../external/contract.ts'

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** Adds a foreign OpenID Connect provider; accounts are made at the first login only when roles for them are named. */
export function NewProviderDialog({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState({ id: '', name: '', issuer: '', clientId: '', secret: '', mfa: '', roles: '' })
  const set = (field: keyof typeof form) => (text: string) => setForm({ ...form, [field]: text })
  const add = useCommand((body: NewProviderBody, act) => api.post('/api/accounts/providers', body, act), {
    refresh: ['/api/accounts/providers'],
    done: onClose,
  })
  const ready = [form.id, form.name, form.issuer, form.clientId].every((text) => text !== '')
  const send = () =>
    add.run({
      id: form.id,
      name: form.name,
      issuer: form.issuer,
      clientId: form.clientId,
      ...(form.secret ? { secret: form.secret } : {}),
      mfaValues: words(form.mfa),
      ...(form.roles ? { makeRoles: words(form.roles) } : {}),
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.providers.add')}
      actions={
        <Button
          kind="primary"
          busy={add.busy}
          disabledBecause={ready ? undefined : t('identity.clients.incomplete')}
          onClick={() => void send()}
        >
          {t('identity.providers.add')}
        </Button>
      }
    >
      <Stack gap={12}>
        {add.error && <Alert level="warning" title={add.error.title} />}
        <TextField label={t('identity.clients.id')} value={form.id} onChange={set('id')} maxLength={64} />
        <TextField label={t('identity.clients.name')} value={form.name} onChange={set('name')} maxLength={100} />
        <TextField label={t('identity.providers.issuer')} value={form.issuer} onChange={set('issuer')} />
        <TextField label={t('identity.providers.clientId')} value={form.clientId} onChange={set('clientId')} />
        <PasswordField label={t('identity.providers.secret')} value={form.secret} onChange={set('secret')} />
        <TextField
          label={t('identity.providers.mfa')}
          hint={t('identity.providers.mfaHint')}
          value={form.mfa}
          onChange={set('mfa')}
        />
        <TextField
          label={t('identity.providers.roles')}
          hint={t('identity.providers.rolesHint')}
          value={form.roles}
          onChange={set('roles')}
        />
      </Stack>
    </Dialog>
  )
}
