import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  can,
  DateField,
  Inline,
  LinkButton,
  Panel,
  Stack,
  TextArea,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { CheckScan, IndexScan, ScanReading, ScanView } from '../contract.ts'
import { Proposals } from './proposals.tsx'
import { useWords } from './use-words.ts'
import { WordsPanel } from './words-panel.tsx'

const fresh = { refresh: ['/api/scans', '/api/records'] }

/** One scan: which paper it is, and whether a second person finds it faithful. */
export function ScanPanel({ scan }: { readonly scan: ScanView }) {
  const words = useWords(scan.id)
  return (
    <Stack>
      <Panel title={scan.title ?? scan.name} note={<span className="lo-num">{scan.recordNumber}</span>} pad>
        <LinkButton href={`/api/scans/${scan.id}/file`} icon="eye">
          {t('digitising.open')}
        </LinkButton>
      </Panel>
      {can('digitising.scan') && <Indexing scan={scan} words={words.data} />}
      {scan.state === 'indexed' && can('digitising.check') && <Checking scan={scan} />}
      <WordsPanel words={words} />
    </Stack>
  )
}

function Indexing({ scan, words }: { readonly scan: ScanView; readonly words: ScanReading | undefined }) {
  const [title, setTitle] = useState(scan.title ?? '')
  const [form, setForm] = useState(scan.form ?? '')
  const [datedOn, setDatedOn] = useState<string | undefined>(scan.datedOn)
  const index = useCommand((body: IndexScan, act) => api.post(`/api/scans/${scan.id}/index`, body, act), fresh)
  const whole = title.trim().length >= 3 && datedOn
  return (
    <Panel title={t('digitising.index')} pad>
      <Stack>
        {index.error && <Alert level="warning" title={index.error.title} />}
        <Proposals
          of={words}
          onDay={setDatedOn}
          onPaper={(paper, code) => {
            setTitle(paper)
            setForm(code)
          }}
        />
        <TextField label={t('digitising.paper')} required value={title} onChange={setTitle} maxLength={120} />
        <TextField label={t('digitising.form')} value={form} onChange={setForm} maxLength={30} />
        <DateField label={t('digitising.datedOn')} required value={datedOn} onChange={setDatedOn} />
        <Inline justify="flex-end">
          <Button
            kind="primary"
            busy={index.busy}
            disabledBecause={whole ? undefined : t('digitising.datedOn')}
            onClick={() => datedOn && void index.run({ title: title.trim(), form: form.trim(), datedOn })}
          >
            {t('digitising.index')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}

function Checking({ scan }: { readonly scan: ScanView }) {
  const [note, setNote] = useState('')
  const check = useCommand((body: CheckScan, act) => api.post(`/api/scans/${scan.id}/check`, body, act), fresh)
  const other = scan.own ? t('digitising.other') : undefined
  return (
    <Panel title={t('digitising.state.indexed')} pad>
      <Stack>
        {check.error && <Alert level="warning" title={check.error.title} />}
        <TextArea label={t('digitising.note')} value={note} onChange={setNote} maxLength={500} />
        <Inline wrap justify="flex-end">
          <Button
            busy={check.busy}
            disabledBecause={other ?? (note.trim().length < 3 ? t('digitising.note') : undefined)}
            onClick={() => void check.run({ faithful: false, note })}
          >
            {t('digitising.reject')}
          </Button>
          <Button
            kind="primary"
            icon="seal"
            busy={check.busy}
            disabledBecause={other}
            onClick={() => void check.run({ faithful: true, note })}
          >
            {t('digitising.faithful')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}
