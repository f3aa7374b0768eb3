export type Language = 'vi' | 'en'

/** Vietnamese, unless the line (`--lang`, `--english`) or the machine (LC_ALL, LC_MESSAGES, LANG) says English. */
export function languageOf(
  options: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Language {
  if (options['english'] === true) return 'en'
  const asked = options['lang'] ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'])
  return /^en\b|^en_/i.test(String(asked ?? '')) ? 'en' : 'vi'
}
