import { Alert, Chip, Empty, Failure, Loading, Panel, Row, Stack, t } from '#web/kit/index.ts'
import type { ScanReading } from '../contract.ts'
import type { useWords } from './use-words.ts'

type Page = ScanReading['pages'][number]

/** What a machine read in a scan, page by page, said to be just that. */
export function WordsPanel({ words }: { readonly words: ReturnType<typeof useWords> }) {
  const { data } = words
  return (
    <Panel title={t('digitising.words')} note={data && data.waiting > 0 && <Waiting count={data.waiting} />} pad>
      <Stack>
        <Alert level="note" title={t('digitising.words.what')} />
        {words.isPending && <Loading rows={3} />}
        {words.isError && <Failure error={words.error} retry={words.refetch} />}
        {data && data.pages.length === 0 && data.waiting > 0 && <Empty>{t('digitising.words.none')}</Empty>}
        {data?.pages.map((page) => (
          <PageWords key={page.page} page={page} />
        ))}
      </Stack>
    </Panel>
  )
}

const Waiting = ({ count }: { readonly count: number }) => (
  <span role="status">{t('digitising.words.waiting', { count })}</span>
)

function PageWords({ page }: { readonly page: Page }) {
  const title = t('digitising.words.page', { page: page.page })
  if (page.state !== 'read')
    return (
      <Row
        icon="info"
        title={title}
        detail={t(`digitising.words.why.${page.state}`)}
        aside={<Chip>{t(`digitising.words.${page.state}`)}</Chip>}
      />
    )
  return (
    <details>
      <summary>
        {title} · {t('digitising.words.sure', { percent: page.confidence })}
        {page.turned > 0 && ` · ${t('digitising.words.turned')}`}
      </summary>
      <p className="lo-dense" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: '8px 0' }}>
        {page.text}
      </p>
    </details>
  )
}
