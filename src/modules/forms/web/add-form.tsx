import { type Ref, useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import {
  Alert,
  api,
  Button,
  Code,
  Empty,
  Highlight,
  language,
  Panel,
  Row,
  RowGroup,
  TextField,
  t,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { FillSummary, FillView, FormSummary, StartBody } from '../contract.ts'
import { findForms } from './find-forms.ts'

interface AddProps {
  readonly encounterId: string
  readonly forms: readonly FormSummary[]
  readonly fills: readonly FillSummary[]
  readonly inputRef: Ref<HTMLInputElement>
}

const titleOf = (form: FormSummary) => (language() === 'en' ? form.titleEn || form.title : form.title)

interface ListProps {
  readonly forms: readonly FormSummary[]
  readonly query: string
  readonly fills: readonly FillSummary[]
  readonly current: FormSummary | undefined
  readonly onStart: (form: FormSummary) => void
}

function Forms({ forms, query, fills, current, onStart }: ListProps) {
  return forms.map((form) => {
    const there = fills.filter((fill) => fill.form === form.form && fill.status !== 'entered-in-error').length
    return (
      <Row
        key={form.form}
        title={<Highlight text={titleOf(form)} query={query} />}
        lead={<Code>{form.code}</Code>}
        {...(there > 0 ? { detail: t('fill.add.there', { count: there }) } : {})}
        selected={form === current}
        onOpen={() => onStart(form)}
      />
    )
  })
}

/** Finds a form by its code or by words of its title, and begins it; those that suit the visit stand first. */
export function AddForm({ encounterId, forms, fills, inputRef }: AddProps) {
  const go = useGo()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = findForms(forms, query)
  const suits = query === '' ? found.filter((form) => form.suits) : []
  const others = found.filter((form) => !suits.includes(form))
  const all = [...suits, ...others]
  const current = query === '' ? undefined : all[Math.min(at, all.length - 1)]
  const start = useCommand((body: StartBody, act) => api.post<FillView>('/api/fills', body, act), {
    refresh: ['/api/fills'],
    done: (view) => go(`/fills/${view.id}`),
  })
  const begin = (form: FormSummary | undefined) => {
    if (form) void start.run({ id: uuidv7(), form: form.form, encounterId })
  }
  const list = { query, fills, current, onStart: begin }
  return (
    <Panel title={t('fill.add.title')}>
      <div className="fi-find">
        <TextField
          label={t('fill.add.find')}
          hideLabel
          keyHint="N"
          type="search"
          inputRef={inputRef}
          value={query}
          placeholder={t('fill.add.placeholder')}
          onChange={(text) => {
            setQuery(text)
            setAt(0)
          }}
          onEnter={() => begin(current)}
          onKey={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
            if (by === undefined) return
            event.preventDefault()
            setAt(Math.max(0, Math.min(all.length - 1, at + by)))
          }}
        />
      </div>
      {start.error && (
        <Alert
          level="warning"
          title={start.error.title}
          action={
            <Button size="sm" onClick={start.clear}>
              {t('fill.understood')}
            </Button>
          }
        />
      )}
      <div className="fi-codes">
        {suits.length > 0 && (
          <RowGroup title={t('fill.add.suits')}>
            <Forms {...list} forms={suits} />
          </RowGroup>
        )}
        {others.length > 0 && (
          <RowGroup title={t(query === '' ? 'fill.add.others' : 'fill.add.found')}>
            <Forms {...list} forms={others} />
          </RowGroup>
        )}
      </div>
      {all.length === 0 && <Empty>{t('fill.add.none', { text: query })}</Empty>}
    </Panel>
  )
}
