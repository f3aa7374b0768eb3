import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button, Failure, LinkTo, PageBody, Panel, t } from '#web/kit/index.ts'

export function NotFoundScreen() {
  return (
    <PageBody>
      <Panel title={t('shell.notFound.title')} pad>
        <p>{t('shell.notFound.text')}</p>
        <div className="lo-message-actions">
          <LinkTo to="/" className="lo-btn">
            {t('shell.notFound.home')}
          </LinkTo>
        </div>
      </Panel>
    </PageBody>
  )
}

/** A screen whose code did not load, or failed: the frame around it goes on working. */
export function CrashScreen({ error, reset }: ErrorComponentProps) {
  const notLoaded = /import|module|fetch/i.test(error instanceof Error ? error.message : '')
  if (notLoaded)
    return (
      <PageBody>
        <Panel>
          <Failure
            error={error}
            title={t('shell.crash.load')}
            safe={t('shell.crash.safe')}
            retry={() => location.reload()}
          />
        </Panel>
      </PageBody>
    )
  return (
    <PageBody>
      <Panel>
        <Failure error={error} title={t('shell.crash.title')} safe={t('shell.crash.safe')} retry={reset} />
      </Panel>
      <div>
        <Button kind="plain" onClick={() => location.reload()}>
          {t('kit.failure.retry')}
        </Button>
      </div>
    </PageBody>
  )
}
