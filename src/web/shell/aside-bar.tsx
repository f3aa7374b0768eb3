import { useState } from 'react'
import { dropAside } from '#web/kit/draft/draft-box.ts'
import { Button, Dialog, Icon, t } from '#web/kit/index.ts'

/** Drafts of this device that do not open: said at every start until the person gives them up. */
export function AsideBar({ count }: { readonly count: number }) {
  const [later, setLater] = useState(0)
  const [asked, setAsked] = useState(false)
  if (count <= later) return null
  return (
    <div className="lo-bar-notice" data-tone="warn">
      <Icon name="warning" size={18} />
      <span role="alert">{t('kept.aside.text', { count })}</span>
      <Button onClick={() => setLater(count)}>{t('kept.aside.later')}</Button>
      <Button kind="plain" onClick={() => setAsked(true)}>
        {t('kept.aside.drop')}
      </Button>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={t('kept.aside.dropTitle', { count })}
        danger
        actions={
          <Button kind="danger" onClick={dropAside}>
            {t('kept.aside.drop')}
          </Button>
        }
      >
        <p>{t('kept.aside.dropText')}</p>
      </Dialog>
    </div>
  )
}
