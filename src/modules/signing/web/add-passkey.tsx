import { startRegistration } from '@simplewebauthn/browser'
import { useState } from 'react'
import { api, Button, notify, t, useCommand } from '#web/kit/index.ts'
import type { PasskeyOf } from '../contract.ts'

type Options = Parameters<typeof startRegistration>[0]['optionsJSON']

/**
 * Makes a passkey and keeps its public key: on this device, or, for a person who stands before a member of staff, on
 * theirs, which the browser reaches by a code to scan.
 */
export function AddPasskey({ of }: { readonly of?: PasskeyOf }) {
  const [fault, setFault] = useState<string>()
  const more = of ? { of } : {}
  const add = useCommand(async (_: undefined, act) => {
    setFault(undefined)
    const optionsJSON = await api.post<Options>('/api/signing/passkeys/begin', more, act)
    const response = await startRegistration({ optionsJSON }).catch(() => undefined)
    if (!response) return setFault(t('confirm.noPasskey'))
    const name = of?.name ?? (navigator.platform || 'passkey')
    await api.post('/api/signing/passkeys', { name, response: { ...response }, ...more }, act)
    notify(t('confirm.passkeyKept'), { tone: 'ok' })
  })
  return (
    <>
      {(fault ?? add.error?.title) && <span className="lo-crit">{fault ?? add.error?.title}</span>}
      <Button icon="penCheck" busy={add.busy} onClick={() => void add.run(undefined)}>
        {t(of ? 'confirm.addPasskeyOf' : 'confirm.addPasskey')}
      </Button>
    </>
  )
}
