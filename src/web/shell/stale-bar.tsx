import { Button, Icon, t } from '#web/kit/index.ts'
import { useStale } from '#web/kit/net/query.ts'

/** The server failed at reading something again: the screen stays, and says that it may be old. */
export function StaleBar() {
  const { why, again } = useStale()
  if (why === undefined) return null
  return (
    <div className="lo-bar-notice" data-tone="warn">
      <Icon name="warning" size={18} />
      <span role="alert">
        <b>{t('shell.stale.title')}</b> {why}
      </span>
      <Button onClick={again}>{t('shell.stale.again')}</Button>
    </div>
  )
}
