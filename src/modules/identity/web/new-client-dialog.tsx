import { useState } from 'react'
import { Alert, api, Button, Choice, Dialog, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { NewClient, NewClientBody } from '../smart/contract.ts'

interface NewClientDialogProps {
  readonly onClose: () => void
  readonly onMade: (made: NewClient) => void
}

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** Registers an application of people or a system. */
export function NewClientDialog({ onClose, onMade }: NewClientDialogProps) {
  const [kind, setKind] = useState<NewClientBody['kind']>('app')
  const [form, setForm] = useState({
    id: '',
    name: '',
    redirectUris: '',
    launchUri: '',
    scopes: '',
    roles: '',
    jwks: '',
  })
  const set = (field: keyof typeof form) => (text: string) => setForm({ ...form, [field]: text })
  const add = useCommand((body: NewClientBody, act) => api.post<NewClient>('/api/accounts/clients', body, act), {
    refresh: ['/api/accounts/clients'],
    done: (made) => {
      onMade(made)
      onClose()
    },
  })
  const isSystem = kind === 'system'
  const jwks = readKeys(form.jwks)
  const ready = form.id !== '' && form.name !== '' && form.scopes !== '' && (isSystem || form.redirectUris !== '')
  const send = () =>
    add.run({
      id: form.id,
      name: form.name,
      kind,
      scopes: words(form.scopes),
      ...(isSystem ? { roles: words(form.roles) } : { redirectUris: words(form.redirectUris) }),
      ...(!isSystem && form.launchUri ? { launchUri: form.launchUri } : {}),
      ...(isSystem && jwks ? { jwks } : {}),
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.clients.add')}
      actions={
        <Button
          kind="primary"
          busy={add.busy}
          disabledBecause={ready && jwks !== null ? undefined : t('identity.clients.incomplete')}
          onClick={() => void send()}
        >
          {t('identity.clients.add')}
        </Button>
      }
    >
      <Stack gap={12}>
        {add.error && <Alert level="warning" title={add.error.title} />}
        <Choice
          label={t('identity.clients.kind')}
          value={kind}
          onChange={setKind}
          options={(['app', 'app-secret', 'system'] as const).map((value) => ({
            value,
            label: t(`identity.clients.kind.${value}`),
          }))}
        />
        <TextField label={t('identity.clients.id')} value={form.id} onChange={set('id')} maxLength={64} />
        <TextField label={t('identity.clients.name')} value={form.name} onChange={set('name')} maxLength={200} />
        <TextField
          label={t('identity.clients.scopes')}
          hint={t('identity.clients.scopesHint')}
          value={form.scopes}
          onChange={set('scopes')}
        />
        {isSystem ? (
          <>
            <TextField label={t('identity.account.roles')} value={form.roles} onChange={set('roles')} />
            <TextField
              label={t('identity.clients.jwks')}
              hint={t('identity.clients.jwksHint')}
              value={form.jwks}
              onChange={set('jwks')}
              {...(jwks === null ? { error: t('identity.clients.jwksWrong') } : {})}
            />
          </>
        ) : (
          <>
            <TextField
              label={t('identity.clients.redirect')}
              value={form.redirectUris}
              onChange={set('redirectUris')}
            />
            <TextField label={t('identity.clients.launch')} value={form.launchUri} onChange={set('launchUri')} />
          </>
        )}
      </Stack>
    </Dialog>
  )
}

type Keys = NonNullable<NewClientBody['jwks']>

/** Public keys as JSON; undefined when there are none, null when the text is no set of keys. */
function readKeys(text: string): Keys | undefined | null {
  if (text.trim() === '') return undefined
  try {
    const value = JSON.parse(text) as Partial<Keys>
    return Array.isArray(value.keys) ? { keys: value.keys } : null
  } catch {
    return null
  }
}
