import { useState } from 'react'
import {
  Button,
  Chip,
  Code,
  type Column,
  can,
  Failure,
  formatDateTime,
  formatDay,
  Loading,
  language,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
  useGo,
  useTitle,
} from '#web/kit/index.ts'
import type { OwnFormSummary } from '../workshop-contract.ts'
import { NewOwnForm } from './new-own-form.tsx'

const tones = { draft: 'dashed', proposed: 'warn', active: 'ok', retired: 'quiet' } as const

export function OwnState({ state }: { readonly state: OwnFormSummary['state'] }) {
  return <Chip tone={tones[state]}>{t(`fill.own.${state}`)}</Chip>
}

const columns = (): readonly Column<OwnFormSummary>[] => [
  { key: 'code', head: t('fill.all.code'), width: 120, onPhone: 'lead', cell: (form) => <Code>{form.code}</Code> },
  { key: 'title', head: t('fill.all.name'), onPhone: 'main', cell: (form) => form.title[language()] },
  {
    key: 'from',
    head: t('fill.all.valid'),
    width: 160,
    onPhone: 'line',
    cell: ({ validFrom }) => validFrom && t('fill.all.from', { from: formatDay(validFrom) }),
  },
  {
    key: 'changed',
    head: t('fill.own.changed'),
    width: 170,
    hideOn: 'phone',
    cell: (form) => <span className="lo-num">{formatDateTime(form.changedAt)}</span>,
  },
  {
    key: 'state',
    head: t('fill.own.state'),
    width: 170,
    onPhone: 'aside',
    cell: (form) => <OwnState state={form.state} />,
  },
]

/** Forms that the hospital makes itself, and its own editions of others. */
export default function WorkshopScreen() {
  useTitle(t('fill.own.title'))
  const go = useGo()
  const answer = useApi<{ readonly forms: readonly OwnFormSummary[] }>('/api/workshop/forms')
  const [making, setMaking] = useState(false)
  return (
    <Page
      head={
        <PageHead title={t('fill.own.title')} note={t('fill.own.note')}>
          {can('forms.manage') && (
            <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
              {t('fill.own.new')}
            </Button>
          )}
        </PageHead>
      }
    >
      {answer.isPending && <Loading rows={6} />}
      {answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
      {answer.data && (
        <Panel label={t('fill.own.title')}>
          <Table
            label={t('fill.own.title')}
            columns={columns()}
            rows={answer.data.forms}
            rowKey={(form) => form.id}
            onOpen={(form) => go(`/workshop/${form.id}`)}
            empty={t('fill.own.none')}
          />
        </Panel>
      )}
      {making && <NewOwnForm onClose={() => setMaking(false)} />}
    </Page>
  )
}
