import { language } from '#web/kit/index.ts'
import type { RoleSummary } from '../contract.ts'

/** Title of a role in the language of the screen; its bare name when the role has no file any more. */
export function roleTitle(roles: readonly RoleSummary[], name: string): string {
  return roles.find((role) => role.name === name)?.title[language()] ?? name
}
