import { EnrolFactor } from '#modules/identity/web/index.tsx'
import { Button, t, useTitle } from '#web/kit/index.ts'
import { leave, logOut } from './session-api.ts'

/** A second step is demanded of this person: nothing opens before it is set up. */
export default function EnrolScreen() {
  useTitle(t('identity.factors.title'))
  return (
    <main className="lo-login-form" style={{ margin: '8vh auto', padding: 16 }}>
      <h1>{t('identity.factors.mustTitle')}</h1>
      <p className="lo-ink2">{t('identity.factors.mustText')}</p>
      <EnrolFactor onDone={() => location.assign('/')} />
      <Button kind="plain" onClick={() => leave(logOut)}>
        {t('shell.user.logout')}
      </Button>
    </main>
  )
}
