import { Modal } from '@mantine/core'
import { Button, t, useMe } from '#web/kit/index.ts'
import { LoginForm } from './login-form.tsx'
import { leave, logOut } from './session-api.ts'

/** The session ended under an open screen. Logging in goes on from here; the refused requests are repeated. */
export default function ExpiredOverlay() {
  const me = useMe()
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size={420}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.55, blur: 6 }}
      classNames={{
        content: 'lo-dialog',
        header: 'lo-dialog-head',
        title: 'lo-dialog-title',
        body: 'lo-dialog-body',
      }}
      title={t('shell.expired.title')}
    >
      <div className="lo-stack" style={{ gap: 14 }}>
        <p>{t('shell.expired.text', { name: me.name })}</p>
        <LoginForm userName={me.userName} submitLabel={t('shell.login.submit')} />
        <Button kind="plain" onClick={() => leave(logOut)}>
          {t('shell.expired.other')}
        </Button>
      </div>
    </Modal>
  )
}
