import { hasText, t } from '../text/translate.ts'

interface PermissionNameProps {
  readonly permission: string
  /** The sentence around the name. */
  readonly say: (name: string) => string
}

/** A permission by its name in words; comes with all of their texts when one is shown. */
export default function PermissionName({ permission, say }: PermissionNameProps) {
  const key = `permission.${permission}`
  return say(hasText(key) ? t(key) : permission)
}
