import { Checkbox, FieldGrid, t } from '#web/kit/index.ts'
import type { RoleSummary } from '../contract.ts'
import { roleTitle } from './role-title.ts'

interface RoleChoiceProps {
  readonly roles: readonly RoleSummary[]
  readonly chosen: readonly string[]
  onChange(chosen: readonly string[]): void
}

/** Roles that a person of the hospital can have. */
export function RoleChoice({ roles, chosen, onChange }: RoleChoiceProps) {
  const forPeople = roles.filter((role) => role.of !== 'systems' && role.name !== 'patient')
  return (
    <fieldset>
      <legend>{t('identity.account.roles')}</legend>
      <FieldGrid columns={2}>
        {forPeople.map((role) => (
          <Checkbox
            key={role.name}
            label={roleTitle(roles, role.name)}
            checked={chosen.includes(role.name)}
            onChange={(checked) =>
              onChange(checked ? [...chosen, role.name] : chosen.filter((name) => name !== role.name))
            }
          />
        ))}
      </FieldGrid>
    </fieldset>
  )
}
