import '@fontsource/noto-serif/latin-400.css'
import '@fontsource/noto-serif/vietnamese-400.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Alert, api, Choice, Icon, t, useTitle } from '#web/kit/index.ts'
import { connection } from '#web/kit/net/connection.ts'
import { countSealed } from '#web/kit/net/kept/sealed-store.ts'
import { setAppearance, useAppearance } from '#web/kit/theme/appearance.ts'
import { ForeignLogins } from './foreign-logins.tsx'
import { LoginForm } from './login-form.tsx'
import { Mark } from './mark.tsx'
import { ParkedList } from './parked-list.tsx'
import type { DemoAccount } from './session-api.ts'
import { SetupForm } from './setup-form.tsx'
import { Waves } from './waves.tsx'

function greeting(hour = new Date().getHours()): string {
  if (hour < 11) return t('shell.login.morning')
  if (hour < 14) return t('shell.login.noon')
  return t(hour < 18 ? 'shell.login.afternoon' : 'shell.login.evening')
}

/** Absent answers (no demo, nothing to set up) are no failure of the login. */
async function quietly<T>(path: string, otherwise: T): Promise<T> {
  return api.get<T>(path).catch(() => otherwise)
}

export default function LoginScreen() {
  useTitle(t('shell.login.title'))
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: () => quietly<readonly DemoAccount[]>('/api/session/demo-accounts', []),
  })
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => quietly('/api/setup', { needed: false }) })
  const facility = useQuery({ queryKey: ['facility'], queryFn: () => quietly('/api/facility', { name: '' }) })
  const [chosen, setChosen] = useState<DemoAccount | undefined>()
  return (
    <div className="lo-login">
      <main className="lo-login-work">
        <div className="lo-inline" style={{ gap: 12, alignItems: 'center' }}>
          <Mark />
          <span className="lo-login-product">{t('common.product')}</span>
        </div>
        <div className="lo-login-form">
          <h1>{setup.data?.needed ? t('shell.setup.title') : greeting()}</h1>
          <p className="lo-ink2">{facility.data?.name || t('common.product')}</p>
          {setup.data?.needed ? (
            <SetupForm />
          ) : (
            <>
              <ParkedList />
              <LoginForm submitLabel={t('shell.login.submit')} chosen={chosen} />
              <ForeignLogins />
            </>
          )}
          <KeptOnDevice />
          {demo.data && demo.data.length > 0 && <DemoAccounts accounts={demo.data} onChoose={setChosen} />}
        </div>
        <LoginFoot />
      </main>
      <aside className="lo-login-side">
        <blockquote>
          <p>{t('shell.login.quote')}</p>
          <footer>{t('shell.login.quoteSource')}</footer>
        </blockquote>
        <Waves />
      </aside>
    </div>
  )
}

interface DemoAccountsProps {
  readonly accounts: readonly DemoAccount[]
  readonly onChoose: (account: DemoAccount) => void
}

function DemoAccounts({ accounts, onChoose }: DemoAccountsProps) {
  return (
    <section className="lo-demo" aria-label={t('shell.login.demo')}>
      <div className="lo-demo-head">
        <span>{t('shell.login.demo')}</span>
      </div>
      <ul>
        {accounts.map((account) => (
          <li key={account.userName}>
            <button type="button" className="lo-demo-account" onClick={() => onChoose({ ...account })}>
              <span>{account.title}</span>
              <span className="lo-ink3">{account.userName}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="lo-dense lo-ink3">{t('shell.login.demoNote')}</p>
    </section>
  )
}

/** Acts that wait on this device, whosever they are: nothing of them can be read before their person is back. */
function KeptOnDevice() {
  const waiting = useQuery({ queryKey: ['kept'], queryFn: () => countSealed().catch(() => 0) })
  if (!waiting.data) return null
  return (
    <Alert level="note" title={t('kept.title')}>
      {t('kept.onDevice', { count: waiting.data })}
    </Alert>
  )
}

function LoginFoot() {
  const { online } = connection.use()
  const { language } = useAppearance()
  return (
    <div className="lo-login-foot">
      <span
        className={`lo-inline lo-dense ${online ? 'lo-ok' : 'lo-warn'}`}
        style={{ gap: 6, alignItems: 'center' }}
        role="status"
      >
        {online ? <span className="lo-dot" /> : <Icon name="cloudOff" />}
        <span className="lo-ink2">{online ? t('shell.login.ready') : t('shell.login.away')}</span>
      </span>
      <span className="lo-dense lo-ink3">{t('shell.login.build', { build: LANONG_BUILD })}</span>
      <span style={{ marginLeft: 'auto' }}>
        <Choice
          label={t('shell.user.language')}
          hideLabel
          value={language}
          onChange={(value) => setAppearance({ language: value })}
          options={[
            { value: 'vi', label: 'Tiếng Việt' },
            { value: 'en', label: 'English' },
          ]}
        />
      </span>
    </div>
  )
}
