import { Button, formatTime, Icon, t, useShortcuts } from '#web/kit/index.ts'
import { unsent } from '#web/kit/net/unsent.ts'

/** What the server did not get is not stored: said until it is sent, with one key to try again. */
export function UnsentBar() {
  const { acts } = unsent.use()
  const again = () => {
    for (const act of acts) act.again()
  }
  useShortcuts([{ keys: 'f9', label: t('shell.unsent.again'), run: again }], { enabled: acts.length > 0 })
  const [first] = acts
  if (!first) return null
  return (
    <div className="lo-bar-notice" data-tone="crit">
      <Icon name="cloudOff" size={18} />
      <span role="alert">
        <b>{t('shell.unsent.title')}</b> {t('shell.unsent.text', { time: formatTime(first.at) })}
      </span>
      <Button keyHint="F9" onClick={again}>
        {t('shell.unsent.again')}
      </Button>
    </div>
  )
}
