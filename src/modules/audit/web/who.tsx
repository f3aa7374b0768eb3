import { t } from '#web/kit/index.ts'

interface WhoProps {
  readonly who: { readonly name: string; readonly userName: string }
}

/** A person or program, the name above the account. */
export function Who({ who: { name, userName } }: WhoProps) {
  return (
    <div>
      <span style={{ fontWeight: 500 }}>{name === 'system' ? t('audit.system') : name}</span>
      <div className="lo-dense lo-ink2">{userName}</div>
    </div>
  )
}
