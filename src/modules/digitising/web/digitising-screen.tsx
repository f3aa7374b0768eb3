import { useState } from 'react'
import {
  Chip,
  Columns,
  can,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { ScanView } from '../contract.ts'
import { ScanPanel } from './scan-panel.tsx'
import { UploadPanel } from './upload-panel.tsx'

/** Paper on its way into records: upload, index, comparison by a second person. */
export default function DigitisingScreen() {
  const list = useApi<{ rows: readonly ScanView[] }>('/api/scans')
  const [selected, select] = useState<string | undefined>(undefined)
  const rows = list.data?.rows ?? []
  const scan = rows.find((one) => one.id === selected) ?? rows[0]
  return (
    <Page head={<PageHead title={t('digitising.title')} />}>
      <Columns
        sideWidth={400}
        main={
          <Stack>
            {can('digitising.scan') && <UploadPanel />}
            <Panel title={t('digitising.waiting')} count={rows.length}>
              {list.isPending && <Loading rows={6} />}
              {list.isError && <Failure error={list.error} retry={list.refetch} />}
              {list.data && rows.length === 0 && <Empty>{t('digitising.empty')}</Empty>}
              {rows.map((one) => (
                <Row
                  key={one.id}
                  lead={<Num>{one.recordNumber}</Num>}
                  icon="scan"
                  title={`${one.title ?? one.name} · ${one.patientName}`}
                  detail={t('digitising.line', {
                    name: one.uploadedBy,
                    time: formatDateTime(one.uploadedAt),
                    pages: one.pages,
                  })}
                  aside={<Chip>{t(`digitising.state.${one.state}`)}</Chip>}
                  selected={one.id === scan?.id}
                  onOpen={() => select(one.id)}
                />
              ))}
            </Panel>
          </Stack>
        }
        side={
          scan ? (
            <ScanPanel key={`${scan.id} ${scan.state}`} scan={scan} />
          ) : (
            <Panel>
              <Row icon="scan" title={t('digitising.choose')} />
            </Panel>
          )
        }
      />
    </Page>
  )
}
