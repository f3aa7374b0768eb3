import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  FieldGrid,
  MomentField,
  SelectField,
  Stack,
  serverNow,
  TextArea,
  TextField,
  t,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { KindView, OpenBody } from '../contract.ts'
import { instantOf, momentNow } from './moments.ts'

interface ReportDialogProps {
  readonly kinds: readonly KindView[]
  readonly origin: OpenBody['origin']
  readonly title: string | undefined
  readonly onClose: () => void
}

/** One screen for anybody: what, when, who noticed it, what is affected. */
export function ReportDialog({ kinds, origin, title, onClose }: ReportDialogProps) {
  const go = useGo()
  const [kind, setKind] = useState<string | undefined>(undefined)
  const [words, setWords] = useState({ title: title ?? '', what: '', touched: '', noticedBy: '' })
  const [noticedAt, setNoticedAt] = useState(() => momentNow(serverNow()))
  const set = (some: Partial<typeof words>) => setWords((before) => ({ ...before, ...some }))
  const send = useCommand((body: OpenBody, act) => api.post<{ id: string }>('/api/incidents', body, act), {
    refresh: ['/api/incidents'],
    done: ({ id }) => go(`/incidents/${id}`),
  })
  const whole = kind && words.title.trim().length > 2 && words.what.trim().length > 2 && noticedAt
  return (
    <Dialog
      open
      width={720}
      onClose={onClose}
      title={t('incidents.report.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('incidents.back')}</Button>
          <Button
            kind="primary"
            busy={send.busy}
            disabledBecause={whole ? undefined : t('incidents.report.fill')}
            onClick={() =>
              void send.run({
                ...words,
                kind: kind ?? '',
                noticedAt: instantOf(noticedAt),
                ...(origin ? { origin } : {}),
              })
            }
          >
            {t('incidents.report.send')}
          </Button>
        </>
      }
    >
      <Stack>
        <p className="lo-dense lo-ink2">{t('incidents.report.note')}</p>
        {send.error && <Alert level="warning" title={send.error.title} />}
        <SelectField
          label={t('incidents.kind')}
          required
          value={kind}
          onChange={setKind}
          options={kinds.map(({ code, title: label }) => ({ value: code, label }))}
        />
        <TextField
          label={t('incidents.name')}
          required
          value={words.title}
          onChange={(value) => set({ title: value })}
          maxLength={200}
        />
        <TextArea
          label={t('incidents.what')}
          required
          minRows={3}
          value={words.what}
          onChange={(what) => set({ what })}
          maxLength={4000}
        />
        <TextArea
          label={t('incidents.touched')}
          value={words.touched}
          onChange={(touched) => set({ touched })}
          maxLength={2000}
        />
        <FieldGrid>
          <MomentField label={t('incidents.noticedAt')} required value={noticedAt} onChange={setNoticedAt} />
          <TextField
            label={t('incidents.noticedBy')}
            hint={t('incidents.noticedBy.hint')}
            value={words.noticedBy}
            onChange={(noticedBy) => set({ noticedBy })}
            maxLength={200}
          />
        </FieldGrid>
      </Stack>
    </Dialog>
  )
}
