import {
  Chip,
  type Column,
  Failure,
  Loading,
  language,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { Setting, SettingsView } from '../contract.ts'

/** Every setting of this installation, where its value comes from and what it is for. */
export default function SettingsScreen() {
  const view = useApi<SettingsView>('/api/status/settings')
  return (
    <Page head={<PageHead title={t('operations.settings.title')} note={t('operations.settings.how')} />}>
      {view.isPending ? (
        <Loading rows={12} />
      ) : view.isError ? (
        <Failure error={view.error} retry={view.refetch} />
      ) : (
        <Panel title={t('operations.settings.title')} count={view.data.settings.length}>
          <Table<Setting>
            label={t('operations.settings.title')}
            columns={columns()}
            rows={view.data.settings}
            rowKey={(one) => one.name}
            rowTone={(one) => (one.file === 'missing' ? 'crit' : undefined)}
          />
        </Panel>
      )}
    </Page>
  )
}

const columns = (): readonly Column<Setting>[] => [
  { key: 'name', head: t('operations.settings.name'), width: 300, onPhone: 'main', cell: (one) => one.name },
  {
    key: 'value',
    head: t('operations.settings.value'),
    width: 220,
    onPhone: 'line',
    cell: (one) => one.value || t('operations.settings.unset'),
  },
  {
    key: 'from',
    head: t('operations.settings.from'),
    width: 150,
    onPhone: 'aside',
    cell: (one) =>
      one.file === 'missing' ? (
        <Chip tone="crit">{t('operations.settings.fileMissing')}</Chip>
      ) : (
        t(`operations.settings.from.${one.from}`)
      ),
  },
  {
    key: 'default',
    head: t('operations.settings.default'),
    width: 120,
    hideOn: 'tablet',
    cell: (one) => one.default,
  },
  {
    key: 'about',
    head: t('operations.settings.about'),
    hideOn: 'phone',
    cell: (one) => one.about[language() === 'en' ? 'en' : 'vi'],
  },
]
