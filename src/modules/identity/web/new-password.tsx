import { PasswordField, t } from '#web/kit/index.ts'
import rules from '../../../../data/identity/password-rules.json' with { type: 'json' }
import { passwordFaults } from '../domain/password-rules.ts'

interface NewPasswordProps {
  readonly label: string
  readonly userName: string
  readonly value: string
  onChange(value: string): void
}

/** Whether the server will take the password; the same rules from the same file. */
export function isGoodPassword(password: string, userName: string): boolean {
  return passwordFaults(password, userName, rules).length === 0
}

/** A field for a new password that says what is still missing. */
export function NewPassword({ label, userName, value, onChange }: NewPasswordProps) {
  const faults = value === '' ? [] : passwordFaults(value, userName, rules)
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      required
      value={value}
      onChange={onChange}
      hint={t('identity.password.rules', { count: rules.minLength })}
      error={
        faults.length > 0 ? faults.map((fault) => t(`identity.password.fault.${fault}`)).join(' ') : undefined
      }
    />
  )
}
