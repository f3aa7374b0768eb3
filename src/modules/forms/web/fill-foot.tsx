import { useState } from 'react'
import type { Key } from '#fhir/sdc/types.ts'
import { jumpTo } from '#web/kit/form/index.ts'
import { Alert, Button, Chip, can, formatTimeSeconds, t, useGo, useShortcuts } from '#web/kit/index.ts'
import { IssueList } from './issue-list.tsx'
import { Preview } from './preview.tsx'
import { useComplete } from './use-complete.ts'
import { type Counts, missingNow } from './use-counts.ts'
import type { OpenFill } from './use-fill.ts'

interface FootProps {
  readonly fill: OpenFill
  readonly counts: Counts
}

/** "Đã lưu 10:42:07": where the text is now. */
function SaveState({ fill }: { readonly fill: OpenFill }) {
  const { status, waits } = fill.keeper
  const time = formatTimeSeconds(status.at)
  return (
    <span role="status" className="fi-saved">
      <Chip tone="dashed" icon="pen">
        {t('kit.entry.draft')}
      </Chip>
      {status.kind === 'fault' ? (
        <span className="lo-dense lo-warn">{status.error?.title}</span>
      ) : (
        <span className="lo-dense lo-ink2 lo-num">
          {status.kind === 'device' ? t('kit.draft.localOnly', { time }) : t('kit.draft.saved', { time })}
          {waits && status.kind === 'saved' ? ` · ${t('fill.writing')}` : ''}
        </span>
      )}
    </span>
  )
}

/** The next place of a list behind the one that has the cursor; from the last on to the first. */
function nextPlace(keys: readonly Key[]): Key | undefined {
  const focused = document.activeElement
  const places = keys.map((key) => document.getElementById(`form-${key}`))
  const after = places.findIndex(
    (place) =>
      place &&
      focused &&
      !place.contains(focused) &&
      (focused.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  )
  return keys[Math.max(after, 0)]
}

export function FillFoot({ fill, counts }: FootProps) {
  const { view, keeper, store } = fill
  const go = useGo()
  const [preview, setPreview] = useState(false)
  const completing = useComplete(fill)
  const complete = async () => {
    const paper = await completing.run()
    if (paper) go(`/documents/${paper}`)
  }
  const next = () => {
    const wrong = store.allIssues.map((issue) => issue.key)
    const key = nextPlace(wrong.length > 0 ? wrong : missingNow(fill))
    if (key) jumpTo(key)
  }
  useShortcuts(
    [
      { keys: 'mod+s', label: t('kit.draft.saveNow'), run: () => void keeper.flush() },
      { keys: 'f8', label: t('fill.nextMissing'), run: next },
      { keys: 'alt+p', label: t('fill.preview'), run: () => setPreview(true) },
      { keys: 'mod+enter', label: t('fill.complete'), run: () => void complete() },
    ],
    { enabled: view.editable },
  )
  const missing = counts.missing.length
  return (
    <>
      {completing.error && !completing.refused && (
        <div className="fi-alert">
          <Alert level="warning" title={completing.error.title} />
        </div>
      )}
      {completing.refused && <IssueList fill={fill} onClose={completing.clear} />}
      <span className="fi-left">
        {view.editable && <SaveState fill={fill} />}
        {view.editable && (
          <Button size="sm" kind="plain" icon="checklist" keyHint="F8" onClick={next}>
            {missing === 0 ? t('fill.nothingLeft') : t('fill.left', { count: missing })}
          </Button>
        )}
      </span>
      {view.editable && (
        <Button icon="eye" keyHint="Alt P" onClick={() => setPreview(true)}>
          {t('fill.preview')}
        </Button>
      )}
      {view.paper && !view.editable && (
        <Button kind="primary" icon="sign" onClick={() => go(`/documents/${view.paper?.id}`)}>
          {t('fill.toPaper')}
        </Button>
      )}
      {view.editable && can('forms.complete') && (
        <Button
          kind="primary"
          icon="check"
          keyHint="Ctrl Enter"
          busy={completing.busy}
          onClick={() => void complete()}
        >
          {t('fill.complete')}
        </Button>
      )}
      {preview && <Preview fill={fill} onClose={() => setPreview(false)} />}
    </>
  )
}
