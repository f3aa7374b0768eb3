import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  DraftState,
  Empty,
  formatDateTime,
  Panel,
  ReasonDialog,
  Stack,
  TextArea,
  t,
  useCommand,
  useDraft,
  useKept,
} from '#web/kit/index.ts'
import type { NoteView, NursingView } from '../contract.ts'
import './nursing.css'

/** What a nurse saw and did, in words. */
export function NotesPanel({ view, canWrite }: { readonly view: NursingView; readonly canWrite: boolean }) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<NoteView>()
  const draft = useDraft<string>(`nursing-note/${view.encounterId}`, text, setText, { enabled: canWrite })
  const cleared = () => {
    draft.clear()
    setText('')
  }
  const save = useCommand(
    (body: { text: string }, act) =>
      api.post(`/api/stays/${view.encounterId}/notes`, { ...body, at: act.at }, act),
    { refresh: ['/api/stays'], done: cleared, ...useKept(t('nursing.note.one'), cleared) },
  )
  return (
    <Panel
      title={t('nursing.note.title')}
      count={view.notes.length}
      actions={canWrite && <DraftState draft={draft} />}
    >
      {canWrite && (
        <div style={{ padding: 14 }}>
          <Stack gap={10}>
            <TextArea label={t('nursing.note.new')} value={text} onChange={setText} maxLength={4000} />
            {save.error && <Alert level="warning" title={save.error.title} />}
            <Button
              icon="check"
              busy={save.busy}
              disabledBecause={text.trim() ? undefined : t('nursing.note.missing')}
              onClick={() => void save.run({ text: text.trim() })}
            >
              {t('nursing.note.save')}
            </Button>
          </Stack>
        </div>
      )}
      {view.notes.length === 0 && <Empty>{t('nursing.note.empty')}</Empty>}
      {view.notes.map((note) => (
        <div key={note.id} className="nu-line" data-struck={note.struck ? true : undefined}>
          <div>
            <span className="nu-struck nu-sbar">{note.text}</span>
            <div className="lo-dense lo-ink3">
              {[formatDateTime(note.at), note.by, note.struck && t('nursing.strike.done', { ...note.struck })]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </div>
          {canWrite && !note.struck && (
            <Button size="sm" kind="plain" onClick={() => setWrong(note)}>
              {t('nursing.strike.wrong')}
            </Button>
          )}
        </div>
      ))}
      {wrong && (
        <ReasonDialog
          danger
          least={3}
          title={t('nursing.strike.title', { what: t('nursing.note.one') })}
          act={t('nursing.strike.act')}
          run={(reason, act) =>
            api.post(`/api/stays/${view.encounterId}/strike`, { type: 'Communication', id: wrong.id, reason }, act)
          }
          refresh={['/api/stays']}
          onClose={() => setWrong(undefined)}
        />
      )}
    </Panel>
  )
}
