import { useState } from 'react'
import { Button } from '../fields/button.tsx'
import { PasswordField, TextField } from '../fields/text-field.tsx'
import { useScanner } from '../hands/scanner.ts'
import { Inline } from '../layout/layout.tsx'
import { Chip } from '../marks/chip.tsx'
import { api } from '../net/api.ts'
import { useCommand } from '../net/command.ts'
import { answerByPasskey } from '../net/passkey.ts'
import { Alert } from '../states/states.tsx'
import { t } from '../text/translate.ts'

interface Given {
  readonly userName: string
  readonly secret: string
  readonly badge?: string
}

interface Proven {
  readonly id: string
  readonly name: string
}

/** A PIN is digits alone; a password never is. */
const isPin = (secret: string) => /^\d{4,8}$/.test(secret)

/** Badges made here say so; any other card is one while the fields of the second person have the focus. */
const isBadge = (code: string) => code.startsWith('LOB-') || document.activeElement?.closest('.lo-second') != null

export interface SecondPerson {
  readonly given: Given
  readonly proven: Proven | undefined
  /** What is missing, for the button that goes on. */
  readonly lacking: string | undefined
  readonly fault: string | undefined
  readonly busy: boolean
  write(part: Partial<Given>): void
  withoutBadge(): void
  /** Has the device of the person say who they are, at once. */
  byPasskey(): void
  /** The id of the confirmation, for the act that needs it; throws when the person is not proven. */
  ask(): Promise<string>
}

const nobody: Given = { userName: '', secret: '' }

function bodyOf({ userName, secret, badge }: Given): object {
  if (badge !== undefined) return { badge, pin: secret }
  return { userName, ...(isPin(secret) ? { pin: secret } : { password: secret }) }
}

/** A second person proves who they are at this screen, for `about`; while `enabled`, a badge that is scanned is theirs. */
export function useSecondPerson(about: string, enabled: boolean): SecondPerson {
  const [given, setGiven] = useState(nobody)
  const [proven, setProven] = useState<Proven>()
  const [silent, setSilent] = useState(false)
  const send = (body: object) => api.post<Proven>('/api/second-person', { ...body, about })
  const passkey = useCommand(async (_: undefined) => {
    setSilent(false)
    const response = await answerByPasskey()
    if (response) setProven(await send({ passkey: { ...response } }))
    else setSilent(true)
  }, {})
  useScanner((badge) => isBadge(badge) && setGiven({ ...nobody, badge }), { enabled: enabled && !proven })
  const isGiven = (given.badge !== undefined || given.userName.trim() !== '') && given.secret !== ''
  return {
    given,
    proven,
    lacking: proven || isGiven ? undefined : t('kit.second.lacking'),
    fault: silent ? t('kit.second.noPasskey') : passkey.error?.title,
    busy: passkey.busy,
    write: (part) => setGiven({ ...given, ...part }),
    withoutBadge: () => setGiven(nobody),
    byPasskey: () => void passkey.run(undefined),
    ask: async () => proven?.id ?? (await send(bodyOf(given))).id,
  }
}

/** Name and PIN, badge and PIN, or the person's own device. */
export function SecondPersonFields({ person }: { readonly person: SecondPerson }) {
  const { given, proven } = person
  if (proven) return <Chip tone="ok">{t('kit.second.proven', { name: proven.name })}</Chip>
  return (
    <div className="lo-second lo-stack">
      {given.badge === undefined ? (
        <TextField
          label={t('kit.second.who')}
          value={given.userName}
          onChange={(userName) => person.write({ userName })}
          required
        />
      ) : (
        <Inline>
          <Chip tone="ok">{t('kit.second.badge')}</Chip>
          <Button size="sm" onClick={person.withoutBadge}>
            {t('kit.second.noBadge')}
          </Button>
        </Inline>
      )}
      <PasswordField
        label={t(given.badge === undefined ? 'kit.second.secret' : 'kit.second.pin')}
        value={given.secret}
        onChange={(secret) => person.write({ secret })}
        autoComplete="new-password"
        required
      />
      {person.fault && <Alert level="warning" title={person.fault} />}
      <div>
        <Button icon="key" busy={person.busy} onClick={person.byPasskey}>
          {t('kit.second.passkey')}
        </Button>
      </div>
    </div>
  )
}
