import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button, Choice, Dialog, notify, t, useGo, useMe, useScanner, useShortcuts } from '#web/kit/index.ts'
import { setAppearance, useAppearance } from '#web/kit/theme/appearance.ts'
import { PasswordForm } from './new-password.tsx'
import { leave, logOut } from './session-api.ts'
import { comeBack, isBadge, lockScreen } from './switch-person.ts'

/** The last two words of a Vietnamese name carry the given name: Phạm Minh Quang is MQ. */
export function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(-2)
    .map((word) => word.slice(0, 1).toLocaleUpperCase('vi'))
    .join('')
}

/** Alt L leaves a shared screen; the badge of another person, scanned at any screen, brings that person. */
function useSwitching(): void {
  useShortcuts([{ keys: 'alt+l', label: t('shell.user.lock'), run: () => leave(lockScreen) }])
  useScanner((text) => {
    if (!isBadge(text)) return false
    comeBack({ badge: text }).catch((error: Error) => notify(error.message, { tone: 'warn' }))
    return true
  })
}

export function UserMenu() {
  const me = useMe()
  const go = useGo()
  useSwitching()
  const [open, setOpen] = useState(false)
  const [password, setPassword] = useState(false)
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-end"
        shadow="none"
        trapFocus
        returnFocus
        transitionProps={{ duration: 100 }}
      >
        <Popover.Target>
          <button
            type="button"
            className="lo-me"
            aria-label={`${me.name}. ${t('shell.user.menu')}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <span className="lo-avatar" aria-hidden="true" data-drawn={initials(me.name)} />
            <span className="lo-me-name">{me.name}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown className="lo-menu">
          <div>
            <b>{me.name}</b>
            <div className="lo-dense lo-ink2">{me.userName}</div>
          </div>
          <Preferences />
          <Button
            icon="key"
            full
            onClick={() => {
              setOpen(false)
              setPassword(true)
            }}
          >
            {t('shell.user.password')}
          </Button>
          <Button
            icon="shield"
            full
            onClick={() => {
              setOpen(false)
              go('/account/security')
            }}
          >
            {t('shell.user.security')}
          </Button>
          <Button icon="lock" full keyHint="Alt L" onClick={() => leave(lockScreen)}>
            {t('shell.user.lock')}
          </Button>
          <Button icon="logout" full onClick={() => leave(logOut)}>
            {t('shell.user.logout')}
          </Button>
        </Popover.Dropdown>
      </Popover>
      <Dialog open={password} onClose={() => setPassword(false)} title={t('shell.user.password')} width={420}>
        <PasswordForm onDone={() => setPassword(false)} />
      </Dialog>
    </>
  )
}

function Preferences() {
  const { language, theme, density, letterKeys } = useAppearance()
  return (
    <>
      <Choice
        label={t('shell.user.language')}
        value={language}
        onChange={(value) => setAppearance({ language: value })}
        options={[
          { value: 'vi', label: 'Tiếng Việt' },
          { value: 'en', label: 'English' },
        ]}
      />
      <Choice
        label={t('shell.user.theme')}
        value={theme}
        onChange={(value) => setAppearance({ theme: value })}
        options={[
          { value: 'light', label: t('shell.user.light') },
          { value: 'dark', label: t('shell.user.dark') },
          { value: 'auto', label: t('shell.user.auto') },
        ]}
      />
      <Choice
        label={t('shell.user.density')}
        value={density}
        onChange={(value) => setAppearance({ density: value })}
        options={[
          { value: 'comfortable', label: t('shell.user.comfortable') },
          { value: 'compact', label: t('shell.user.compact') },
        ]}
      />
      <Choice
        label={t('shell.user.letterKeys')}
        value={letterKeys ? 'on' : 'off'}
        onChange={(value) => setAppearance({ letterKeys: value === 'on' })}
        options={[
          { value: 'on', label: t('shell.user.on') },
          { value: 'off', label: t('shell.user.off') },
        ]}
      />
    </>
  )
}
