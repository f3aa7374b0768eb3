import { useState } from 'react'
import { fold } from '#kernel/fold.ts'
import {
  api,
  Button,
  Chip,
  Code,
  type Column,
  can,
  Failure,
  IconButton,
  Loading,
  Page,
  PageHead,
  Panel,
  Table,
  TextField,
  t,
  useApi,
  useCommand,
  useTitle,
} from '#web/kit/index.ts'
import type { Phrase, PhraseList } from '../contract.ts'
import { PhraseDialog } from './phrase-dialog.tsx'

const path = '/api/phrases'

function mayChange(phrase: Phrase): boolean {
  return phrase.scope === 'own' || can('forms.manage')
}

/** Short forms that expand while one writes: the hospital's and one's own. */
export default function PhrasesScreen() {
  useTitle(t('fill.phrases.title'))
  const answer = useApi<PhraseList>(path)
  const [query, setQuery] = useState('')
  const [edited, setEdited] = useState<Phrase | 'new'>()
  const remove = useCommand(
    ({ short, scope }: Phrase, act) =>
      api.delete(`${path}?short=${encodeURIComponent(short)}&scope=${scope}`, act),
    { refresh: [path] },
  )
  const wanted = fold(query)
  const shown = (answer.data?.phrases ?? []).filter(({ short, text }) => fold(`${short} ${text}`).includes(wanted))
  const columns: readonly Column<Phrase>[] = [
    {
      key: 'short',
      head: t('fill.phrases.short'),
      width: 130,
      onPhone: 'lead',
      cell: ({ short }) => <Code>{short}</Code>,
    },
    {
      key: 'text',
      head: t('fill.phrases.text'),
      onPhone: 'main',
      cell: ({ text, abbreviation }) => (
        <span style={{ whiteSpace: 'pre-line' }}>
          {text} {abbreviation && <Chip tone="warn">{t('fill.phrases.abbreviation')}</Chip>}
        </span>
      ),
    },
    {
      key: 'scope',
      head: t('fill.phrases.scope'),
      width: 150,
      onPhone: 'line',
      cell: ({ scope }) => t(`fill.scope.${scope}`),
    },
    {
      key: 'acts',
      head: <span className="lo-hidden">{t('fill.phrases.acts')}</span>,
      width: 110,
      onPhone: 'aside',
      cell: (phrase) =>
        mayChange(phrase) && (
          <span style={{ display: 'inline-flex' }}>
            <IconButton
              icon="edit"
              size="sm"
              label={t('fill.phrases.change', { short: phrase.short })}
              onClick={() => setEdited(phrase)}
            />
            <IconButton
              icon="trash"
              size="sm"
              label={t('fill.phrases.remove', { short: phrase.short })}
              onClick={() => void remove.run(phrase)}
            />
          </span>
        ),
    },
  ]
  return (
    <Page
      head={
        <PageHead title={t('fill.phrases.title')} note={t('fill.phrases.note')}>
          <TextField
            label={t('fill.phrase.find')}
            hideLabel
            type="search"
            value={query}
            onChange={setQuery}
            placeholder={t('fill.phrase.find')}
          />
          <Button kind="primary" icon="plus" onClick={() => setEdited('new')}>
            {t('fill.phrases.add')}
          </Button>
        </PageHead>
      }
    >
      {answer.isPending && <Loading rows={8} />}
      {answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
      {remove.error && <Failure error={remove.error} />}
      {answer.data && (
        <Panel label={t('fill.phrases.title')}>
          <Table
            label={t('fill.phrases.title')}
            columns={columns}
            rows={shown}
            rowKey={({ short, scope }) => `${scope} ${short}`}
            empty={t('fill.phrase.none')}
          />
        </Panel>
      )}
      {edited && (
        <PhraseDialog phrase={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </Page>
  )
}
