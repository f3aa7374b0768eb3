import { existsSync, readFileSync } from 'node:fs'
import { type Config, ConfigSchema, isGiven, settingName } from './config.ts'

/** One setting as it is in force; never a secret. */
export interface SettingInForce {
  readonly name: string
  readonly value: string
  readonly default: string
  readonly from: 'environment' | 'default' | 'none'
  /** Of a setting that names a file: whether it is there. */
  readonly file?: 'there' | 'missing'
  readonly about: { readonly vi: string; readonly en: string }
}

const vietnamese: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../../data/settings.vi.json', import.meta.url), 'utf8'),
)

/** Every setting, its value, where that comes from and what it is for. */
export function settingsInForce(config: Config): readonly SettingInForce[] {
  return Object.entries(ConfigSchema.properties).map(([field, schema]) => {
    const { default: usual, description = '' } = schema as {
      readonly default?: unknown
      readonly description?: string
    }
    const name = settingName(field)
    const value = config[field as keyof Config]
    return {
      name,
      value: shown(field, value),
      default: usual === undefined ? '' : String(usual),
      from: isGiven(config, field) ? 'environment' : value === undefined ? 'none' : 'default',
      ...(field.endsWith('File') && typeof value === 'string'
        ? { file: existsSync(value) ? ('there' as const) : ('missing' as const) }
        : {}),
      about: { vi: vietnamese[field] ?? '', en: description },
    }
  })
}

/** Of these the path is often all that keeps others out. */
const secretPath = new Set(['alarmWebhook', 'messageUrl'])

/** Secrets lie in files, but addresses may carry a password or be one. */
function shown(field: string, value: unknown): string {
  if (value === undefined) return ''
  const text = String(value)
  if (secretPath.has(field)) return text.replace(/^(\w+:\/\/)(?:[^/@]*@)?([^/?#]*).*$/, '$1$2/…')
  return text
    .replace(/(\w+:\/\/)[^/@\s]*:[^/\s]*@/g, '$1…@')
    .replace(/([?&](?:password|sslpassword|token|secret|key)=)[^&\s]*/gi, '$1…')
}
