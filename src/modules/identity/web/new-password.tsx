import { PasswordField, t } from '#web/kit/index.ts'
import rules from '../../../../data/identity/password-rules.json' with { type: 'json' }
import { passwordFaults } from '../domain/password-rules.ts'

interface NewPasswordProps {
  readonly label: string
  readonly userName: string
  readonly value: string
  /** With a second step of the login a shorter password is enough. */
  readonly secondFactor?: boolean
  onChange(value: string): void
}

/** Whether the server will take the password; the same rules from the same file. */
export function isGoodPassword(password: string, userName: string, secondFactor = false): boolean {
  return passwordFaults(password, userName, rules, secondFactor).length === 0
}

/** A field for a new password that says what is still missing. */
export function NewPassword({ label, userName, value, secondFactor = false, onChange }: NewPasswordProps) {
  const faults = value === '' ? [] : passwordFaults(value, userName, rules, secondFactor)
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      required
      value={value}
      onChange={onChange}
      hint={t('identity.password.rules', {
        count: secondFactor ? rules.minLengthWithSecondFactor : rules.minLength,
      })}
      error={
        faults.length > 0 ? faults.map((fault) => t(`identity.password.fault.${fault}`)).join(' ') : undefined
      }
    />
  )
}
