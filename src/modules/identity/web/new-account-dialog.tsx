import { useState } from 'react'
import { Alert, api, Button, Dialog, FieldGrid, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { NewAccountBody, RoleSummary } from '../contract.ts'
import { foldUserName, isUserName } from '../domain/user-name.ts'
import { isGoodPassword, NewPassword } from './new-password.tsx'
import { RoleChoice } from './role-choice.tsx'

/** Makes an account; its owner chooses another password at the first login. */
export function NewAccountDialog({ roles, onClose }: { readonly roles: readonly RoleSummary[]; onClose(): void }) {
  const [userName, setUserName] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const add = useCommand((body: NewAccountBody, act) => api.post('/api/accounts', body, act), {
    refresh: ['/api/accounts'],
    done: onClose,
  })
  const folded = foldUserName(userName)
  const ready = isUserName(folded) && name.trim() !== '' && chosen.length > 0 && isGoodPassword(password, folded)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.accounts.add')}
      actions={
        <Button
          kind="primary"
          busy={add.busy}
          disabledBecause={ready ? undefined : t('identity.accounts.incomplete')}
          onClick={() => add.run({ userName: folded, name, password, roles: [...chosen] })}
        >
          {t('identity.accounts.create')}
        </Button>
      }
    >
      <Stack gap={16}>
        {add.error && <Alert level="warning" title={add.error.title} />}
        <FieldGrid columns={2}>
          <TextField
            label={t('identity.account.userName')}
            required
            autoFocus
            value={userName}
            onChange={setUserName}
            maxLength={64}
            error={userName === '' || isUserName(folded) ? undefined : t('identity.account.userNameRule')}
          />
          <TextField label={t('identity.account.name')} required value={name} onChange={setName} maxLength={200} />
        </FieldGrid>
        <RoleChoice roles={roles} chosen={chosen} onChange={setChosen} />
        <NewPassword
          label={t('identity.reset.password')}
          userName={folded}
          value={password}
          onChange={setPassword}
        />
      </Stack>
    </Dialog>
  )
}
