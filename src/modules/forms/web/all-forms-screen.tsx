import { useState } from 'react'
import {
  Chip,
  Code,
  type Column,
  can,
  Failure,
  FilterChips,
  formatDay,
  Inline,
  LinkTo,
  Loading,
  language,
  Page,
  PageHead,
  Panel,
  Table,
  TextField,
  t,
  useApi,
  useSearchParam,
  useTitle,
} from '#web/kit/index.ts'
import type { FormList, FormSummary } from '../contract.ts'
import { findForms } from './find-forms.ts'

const filters = ['all', 'unverified', 'record', 'paper', 'certificate', 'prescription', 'local'] as const
type Filter = (typeof filters)[number]

function passes(form: FormSummary, filter: Filter): boolean {
  if (filter === 'all') return true
  return filter === 'unverified' ? !form.verified : form.kind === filter
}

function Verified({ form }: { readonly form: FormSummary }) {
  if (form.verified)
    return (
      <Chip tone="ok" icon="check">
        {t('fill.verified.yes')}
      </Chip>
    )
  return (
    <Chip tone="warn" icon="warning">
      {t('fill.verified.no')}
    </Chip>
  )
}

const columns = (): readonly Column<FormSummary>[] => [
  { key: 'code', head: t('fill.all.code'), width: 110, onPhone: 'lead', cell: (form) => <Code>{form.code}</Code> },
  {
    key: 'title',
    head: t('fill.all.name'),
    onPhone: 'main',
    cell: (form) => (
      <>
        <div>{language() === 'en' ? form.titleEn || form.title : form.title}</div>
        <div className="lo-dense lo-ink2">{form.source}</div>
      </>
    ),
  },
  {
    key: 'kind',
    width: 130,
    head: t('fill.all.kind'),
    hideOn: 'tablet',
    onPhone: 'line',
    cell: (form) => t(`fill.kind.${form.kind}`),
  },
  {
    key: 'from',
    head: t('fill.all.valid'),
    width: 190,
    onPhone: 'line',
    cell: (form) => (
      <span className="lo-num">
        {form.validTo
          ? t('fill.all.fromTo', { from: formatDay(form.validFrom), to: formatDay(form.validTo) })
          : t('fill.all.from', { from: formatDay(form.validFrom) })}
      </span>
    ),
  },
  {
    key: 'verified',
    head: t('fill.all.layout'),
    width: 200,
    onPhone: 'aside',
    cell: (form) => <Verified form={form} />,
  },
]

/** Every form of the hospital; those whose layout still wants comparing with the signed original stand out. */
export default function AllFormsScreen() {
  useTitle(t('fill.all.title'))
  const answer = useApi<FormList>('/api/forms')
  const [query, setQuery] = useState('')
  const [chosen = 'all', setFilter] = useSearchParam('show')
  const filter = filters.find((one) => one === chosen) ?? 'all'
  const forms = answer.data?.forms ?? []
  const shown = findForms(forms, query).filter((form) => passes(form, filter))
  const unverified = forms.filter((form) => !form.verified).length
  return (
    <Page
      head={
        <PageHead title={t('fill.all.title')} note={t('fill.all.note', { count: unverified })}>
          <TextField
            label={t('fill.add.find')}
            hideLabel
            type="search"
            value={query}
            onChange={setQuery}
            placeholder={t('fill.add.placeholder')}
          />
          {(can('forms.manage') || can('forms.approve')) && <LinkTo to="/workshop">{t('fill.own.title')}</LinkTo>}
          {can('forms.fill') && <LinkTo to="/phrases">{t('fill.phrases.title')}</LinkTo>}
        </PageHead>
      }
    >
      <Inline wrap>
        <FilterChips
          label={t('fill.all.show')}
          value={filter}
          onChange={(next) => setFilter(next === 'all' ? undefined : next)}
          options={filters.map((value) => ({
            value,
            label: t(`fill.filter.${value}`),
            count: forms.filter((form) => passes(form, value)).length,
          }))}
        />
      </Inline>
      {answer.isPending && <Loading rows={10} />}
      {answer.isError && <Failure error={answer.error} retry={answer.refetch} />}
      {answer.data && (
        <Panel label={t('fill.all.title')}>
          <Table
            label={t('fill.all.title')}
            columns={columns()}
            rows={shown}
            rowKey={(form) => `${form.form} ${form.validFrom}`}
            empty={t('fill.add.none', { text: query })}
          />
        </Panel>
      )}
    </Page>
  )
}
