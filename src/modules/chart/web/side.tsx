import { Button, Chip, Code, DocumentCard, Empty, formatDay, Panel, Row, t, useGo } from '#web/kit/index.ts'
import type { ChartView, Medicine, Paper } from '../contract.ts'

export function Problems({ chart }: { readonly chart: ChartView }) {
  return (
    <Panel title={t('chart.problems.title')} count={chart.problems.length}>
      {chart.problems.length === 0 && <Empty>{t('chart.problems.empty')}</Empty>}
      {chart.problems.map((one) => (
        <Row
          key={one.id}
          title={<span style={{ fontWeight: one.kind === 'problem' ? 600 : 400 }}>{one.name}</span>}
          detail={[
            t(`chart.problems.${one.kind}`),
            one.since && t('chart.problems.since', { day: formatDay(one.since) }),
            one.visits > 1 && t('chart.problems.visits', { count: one.visits }),
          ]
            .filter(Boolean)
            .join(' · ')}
          aside={one.code && <Code>{one.code}</Code>}
        />
      ))}
    </Panel>
  )
}

function daysOf(one: Medicine): string | undefined {
  if (one.daysLeft === undefined) return undefined
  return t('chart.medicines.left', { count: one.daysLeft })
}

export function Medicines({ chart }: { readonly chart: ChartView }) {
  return (
    <Panel title={t('chart.medicines.title')} count={chart.medicines.length}>
      {chart.medicines.length === 0 && <Empty>{t('chart.medicines.empty')}</Empty>}
      {chart.medicines.map((one) => (
        <Row
          key={one.id}
          icon="pill"
          title={<b>{one.name}</b>}
          detail={[one.dosage, one.since && formatDay(one.since)].filter(Boolean).join(' · ')}
          aside={<span className="lo-dense lo-ink2 lo-num">{daysOf(one)}</span>}
        />
      ))}
    </Panel>
  )
}

const paperStates = { unsigned: 'waiting', signed: 'signed', amended: 'corrected' } as const

export function Papers({ papers, all = false }: { readonly papers: readonly Paper[]; readonly all?: boolean }) {
  const go = useGo()
  return (
    <Panel title={t('chart.papers.title')} count={papers.length}>
      {papers.length === 0 && <Empty>{t('chart.papers.empty')}</Empty>}
      {(all ? papers : papers.slice(0, 4)).map((one) => (
        <DocumentCard
          key={one.id}
          title={one.title}
          code={one.form}
          at={one.at}
          state={paperStates[one.state]}
          onOpen={() => go(`/documents/${one.id}`)}
        />
      ))}
    </Panel>
  )
}

/** The visit that goes on, with the one act that leads into it. */
export function OpenVisit({ chart, mayExamine }: { readonly chart: ChartView; readonly mayExamine: boolean }) {
  const go = useGo()
  const { openVisit } = chart
  if (!openVisit) return null
  return (
    <Panel
      title={t('chart.visit.title')}
      actions={<Chip tone="accent">{t(`chart.state.${openVisit.status}`)}</Chip>}
    >
      <Row
        icon="stethoscope"
        title={openVisit.reason ?? t('chart.history.visit')}
        detail={[openVisit.place, openVisit.recordNumber].filter(Boolean).join(' · ')}
        aside={
          mayExamine && (
            <Button size="sm" onClick={() => go(`/exam/${openVisit.id}`)}>
              {t('chart.visit.open')}
            </Button>
          )
        }
      />
    </Panel>
  )
}
