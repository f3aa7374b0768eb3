import { useState } from 'react'
import { useShortcuts } from '../hands/shortcuts.ts'
import { Dialog } from '../layout/dialog.tsx'
import { Chip } from '../marks/chip.tsx'
import { useMe } from '../net/session.ts'
import { Conflict } from '../states/states.tsx'
import { formatTimeSeconds } from '../text/format.ts'
import { t } from '../text/translate.ts'
import type { Draft } from './use-draft.ts'

interface DraftStateProps<T> {
  readonly draft: Draft<T>
  /** A draft's content for the comparison after two devices wrote at once. */
  readonly render?: (content: T) => string
}

/** "Bản nháp · Đã lưu 10:42:07, trên máy và máy chủ". Ctrl S saves at once and answers with the time. */
export function DraftState<T>({
  draft,
  render = (content) => JSON.stringify(content, null, 1),
}: DraftStateProps<T>) {
  const [asked, setAsked] = useState(false)
  const me = useMe()
  useShortcuts([
    { keys: 'mod+s', label: t('kit.draft.saveNow'), run: () => void draft.saveNow().then(() => setAsked(true)) },
  ])
  const { status, conflict } = draft
  if (status.kind === 'none' && !conflict)
    return asked ? <span className="lo-dense lo-ink3">{t('kit.draft.nothing')}</span> : null
  const time = formatTimeSeconds(status.at)
  return (
    <span role="status" className="lo-inline" style={{ gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
      <Chip tone="dashed" icon="pen">
        {t('kit.entry.draft')}
      </Chip>
      {status.kind === 'saved' && (
        <span className="lo-dense lo-ink2 lo-num">{t('kit.draft.saved', { time })}</span>
      )}
      {status.kind === 'device' && (
        <span className="lo-dense lo-ink2 lo-num">{t('kit.draft.localOnly', { time })}</span>
      )}
      {status.kind === 'fault' && <span className="lo-dense lo-warn">{status.error?.title}</span>}
      {conflict && (
        <Dialog open onClose={draft.keepMine} title={t('kit.conflict.label')} width={720}>
          <Conflict
            who={me.name}
            at={conflict.updatedAt}
            mine={t('kit.draft.thisScreen')}
            theirs={
              <pre style={{ whiteSpace: 'pre-wrap', font: 'inherit', margin: 0 }}>{render(conflict.content)}</pre>
            }
            onMine={draft.keepMine}
            onTheirs={draft.takeTheirs}
          />
        </Dialog>
      )}
    </span>
  )
}
