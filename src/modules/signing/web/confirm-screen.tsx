import { useState } from 'react'
import {
  Alert,
  Columns,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  PdfView,
  Row,
  Stack,
  t,
  useApi,
  useSearchParam,
} from '#web/kit/index.ts'
import type { ConfirmationsOfPaper, ConfirmationView } from '../contract.ts'
import { ConfirmPanel } from './confirm-panel.tsx'

function Given({ one }: { readonly one: ConfirmationView }) {
  const isWhole = one.faults.length === 0 && one.sameContent
  const who = one.relation ? `${one.name} (${one.relation})` : one.name
  return (
    <Row
      icon={isWhole ? 'check' : 'warning'}
      iconTone={isWhole ? 'ok' : 'crit'}
      title={
        <>
          <b>{who}</b> {t(`confirm.method.${one.method}`)}
        </>
      }
      detail={
        <Stack gap={4}>
          <span>
            {one.placeTitle} · {formatDateTime(one.at)} · {t('confirm.takenBy', { name: one.takenBy })}
            {one.witness ? ` · ${t('confirm.witnessed', { name: one.witness })}` : ''}
          </span>
          {!one.sameContent && <span className="lo-crit">{t('confirm.changed')}</span>}
          {one.faults.map((fault) => (
            <span key={fault} className="lo-crit">
              {t(`signing.verify.fault.${fault}`)}
            </span>
          ))}
          {one.path && (
            <svg viewBox="0 0 1000 360" style={{ width: 160, background: '#fff' }} role="img" aria-label={who}>
              <path d={one.path} fill="none" stroke="#113" strokeWidth={6} />
            </svg>
          )}
        </Stack>
      }
    />
  )
}

/** A paper before the patient or representative: the very file, what was confirmed, and the next confirmation. */
export default function ConfirmScreen() {
  const [id] = useSearchParam('paper')
  const list = useApi<ConfirmationsOfPaper>(id ? `/api/signing/confirmations/${id}` : undefined)
  const [seen, setSeen] = useState<string>()
  if (!id)
    return <Page head={<PageHead title={t('confirm.title')} />}>{<Empty>{t('confirm.noPaper')}</Empty>}</Page>
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const paper = list.data
  const isShown = seen === paper.sha256
  return (
    <Page
      head={<PageHead title={t('confirm.title')} note={`${paper.form} ${paper.title}, ${paper.patientName}`} />}
    >
      <Columns
        sheet
        main={
          <PdfView
            key={paper.sha256}
            url={`/api/signing/confirmations/${id}/pdf`}
            title={`${paper.form} ${paper.title}`}
            onShown={setSeen}
          />
        }
        sideWidth={400}
        side={
          <Stack gap={12}>
            <Panel title={t('confirm.given')} count={paper.given.length}>
              {paper.given.map((one) => (
                <Given key={one.id} one={one} />
              ))}
              {paper.given.length === 0 && <Empty>{t('confirm.none')}</Empty>}
            </Panel>
            {seen && !isShown && <Alert level="stop" title={t('error.signing.contentChanged')} />}
            {isShown && (
              <ConfirmPanel key={paper.given.length} id={id} paper={paper} onDone={() => void list.refetch()} />
            )}
          </Stack>
        }
      />
    </Page>
  )
}
