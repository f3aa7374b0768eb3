import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Dialog,
  Empty,
  formatDateTime,
  Panel,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
  useKept,
} from '#web/kit/index.ts'
import type { LineBody, LineView, NursingView } from '../contract.ts'
import './nursing.css'
import { words } from './words.ts'

interface LinesPanelProps {
  readonly view: NursingView
  readonly canWrite: boolean
}

const refresh = ['/api/stays', '/api/ward']

/** Drains, lines and catheters: the day of each, whether it is still needed, its end. */
export function LinesPanel({ view, canWrite }: LinesPanelProps) {
  const [adding, setAdding] = useState(false)
  const remove = useCommand(
    (id: string, act) => api.post<LineView>(`/api/lines/${id}/remove`, { at: act.at }, act),
    { refresh, ...useKept(t('nursing.line.remove')) },
  )
  const inside = view.lines.filter(({ removedAt }) => !removedAt)
  const out = view.lines.filter(({ removedAt }) => removedAt).slice(-3)
  return (
    <Panel
      title={t('nursing.line.title')}
      count={inside.length}
      actions={
        canWrite && (
          <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
            {t('nursing.line.add')}
          </Button>
        )
      }
    >
      {view.lines.length === 0 && <Empty>{t('nursing.line.empty')}</Empty>}
      {inside.map((line) => (
        <div key={line.id} className="nu-line">
          <div>
            <b>{line.name}</b> {line.site} · {t('nursing.line.day', { day: line.day })}{' '}
            {line.review && <Chip tone="warn">{t('nursing.line.review')}</Chip>}
            <div className="lo-dense lo-ink3">
              {[formatDateTime(line.placedAt), line.placedBy].filter(Boolean).join(' · ')}
            </div>
          </div>
          {canWrite && (
            <Button size="sm" busy={remove.busy} onClick={() => void remove.run(line.id)}>
              {t('nursing.line.remove')}
            </Button>
          )}
        </div>
      ))}
      {out.map((line) => (
        <div key={line.id} className="nu-line lo-ink3">
          {t('nursing.line.out', {
            name: `${line.name} ${line.site}`,
            at: formatDateTime(line.removedAt),
            day: line.day,
          })}
        </div>
      ))}
      {remove.error && <Alert level="warning" title={remove.error.title} />}
      {adding && <NewLine view={view} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function NewLine({ view, onClose }: { readonly view: NursingView; readonly onClose: () => void }) {
  const [kind, setKind] = useState<string>()
  const [site, setSite] = useState('')
  const [name, setName] = useState('')
  const place = useCommand(
    (body: LineBody, act) => api.post(`/api/stays/${view.encounterId}/lines`, { ...body, at: act.at }, act),
    { refresh, done: onClose, ...useKept(`${t('nursing.line.add')}: ${site}`, onClose) },
  )
  const missing = kind && site.trim() ? undefined : t('nursing.line.missing')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('nursing.line.add')}
      actions={
        <Button
          kind="primary"
          icon="check"
          busy={place.busy}
          disabledBecause={missing}
          onClick={() =>
            void place.run({ kind: kind ?? '', site: site.trim(), ...(name.trim() ? { name: name.trim() } : {}) })
          }
        >
          {t('nursing.line.place')}
        </Button>
      }
    >
      <Stack>
        <SelectField
          label={t('nursing.line.kind')}
          value={kind}
          onChange={setKind}
          options={view.lineKinds.map(({ code, title }) => ({ value: code, label: words(title) }))}
        />
        <TextField label={t('nursing.line.site')} required value={site} onChange={setSite} maxLength={120} />
        <TextField label={t('nursing.line.name')} value={name} onChange={setName} maxLength={120} />
        {place.error && <Alert level="warning" title={place.error.title} />}
      </Stack>
    </Dialog>
  )
}
