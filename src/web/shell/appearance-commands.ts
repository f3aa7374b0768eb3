import { type PaletteCommand, t } from '#web/kit/index.ts'
import { getAppearance, setAppearance } from '#web/kit/theme/appearance.ts'
import { leave, logOut } from './session-api.ts'

/** What the palette offers everywhere: density, night look, language, log out. */
export function appearanceCommands(): readonly PaletteCommand[] {
  const { density, theme, language } = getAppearance()
  const otherDensity = density === 'compact' ? 'comfortable' : 'compact'
  const otherTheme = theme === 'dark' ? 'light' : 'dark'
  return [
    {
      key: 'density',
      label: `${t('shell.user.density')}: ${t(`shell.user.${otherDensity}`)}`,
      icon: 'list',
      run: () => setAppearance({ density: otherDensity }),
    },
    {
      key: 'theme',
      label: `${t('shell.user.theme')}: ${t(`shell.user.${otherTheme}`)}`,
      icon: 'theme',
      run: () => setAppearance({ theme: otherTheme }),
    },
    {
      key: 'language',
      label: language === 'vi' ? 'English' : 'Tiếng Việt',
      icon: 'language',
      run: () => setAppearance({ language: language === 'vi' ? 'en' : 'vi' }),
    },
    { key: 'logout', label: t('shell.user.logout'), icon: 'logout', run: () => leave(logOut) },
  ]
}
