import { Button } from '../fields/button.tsx'
import { PinField } from '../fields/pin-field.tsx'
import { Stack } from '../layout/layout.tsx'
import { api } from '../net/api.ts'
import { useCommand } from '../net/command.ts'
import { useApi } from '../net/query.ts'
import { notify } from '../states/notify.tsx'
import { t } from '../text/translate.ts'

/** What opens the key of who signs. */
export interface SigningKey {
  readonly state: 'absent' | 'ready' | 'locked' | 'invalid'
  readonly kind?: 'software' | 'token' | 'remote' | undefined
  readonly asks: readonly ('pin' | 'code' | 'app')[]
  readonly demo: boolean
}

export const useSigningKey = () => useApi<SigningKey>('/api/signing/key')

export interface Given {
  readonly pin: string
  readonly otp: string
}

export const nothingGiven: Given = { pin: '', otp: '' }

const shortestPin = (signer: SigningKey) => (signer.kind === 'software' ? 6 : 4)

/** What is still missing to open the key; undefined when nothing is. */
export function missingOf(signer: SigningKey, { pin, otp }: Given): string | undefined {
  if (pin.length < shortestPin(signer)) return t('signing.panel.needPin')
  return signer.asks.includes('code') && otp.length < 4 ? t('signing.panel.needCode') : undefined
}

export const bodyOf = ({ pin, otp }: Given) => (otp ? { pin, otp } : { pin })

interface AuthenticationProps {
  readonly signer: SigningKey
  readonly given: Given
  readonly onChange: (given: Given) => void
  readonly onEnter: () => void
  readonly error?: string | undefined
}

/** PIN, and what a remote service asks besides: a code that it sends, or a tap in its app. */
export function Authentication({ signer, given, onChange, onEnter, error }: AuthenticationProps) {
  const code = useCommand((_: undefined, act) => api.post('/api/signing/code', {}, act), {
    done: () => notify(t('signing.code.sent'), { tone: 'ok' }),
  })
  const asksCode = signer.asks.includes('code')
  return (
    <Stack gap={10}>
      <PinField
        label={t('signing.panel.pin')}
        length={signer.kind === 'software' ? 6 : 16}
        value={given.pin}
        onChange={(pin) => onChange({ ...given, pin })}
        onEnter={onEnter}
        {...(signer.demo ? { hint: t('signing.panel.pinHint') } : {})}
        {...(error ? { error } : {})}
      />
      {asksCode && (
        <>
          <PinField
            label={t('signing.code.label')}
            length={8}
            value={given.otp}
            onChange={(otp) => onChange({ ...given, otp })}
            onEnter={onEnter}
            {...(code.error ? { error: code.error.title } : {})}
          />
          <Button busy={code.busy} onClick={() => void code.run(undefined)}>
            {t('signing.code.send')}
          </Button>
        </>
      )}
      {signer.asks.includes('app') && <div className="lo-muted">{t('signing.app')}</div>}
    </Stack>
  )
}
