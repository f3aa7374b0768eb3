import { useState } from 'react'
import {
  Alert,
  ApiError,
  Button,
  Chip,
  Code,
  Conflict,
  DocumentCard,
  Empty,
  Failure,
  KeyValue,
  Loading,
  NoPermission,
  Num,
  Partial,
  Progress,
  Row,
  RowGroup,
  Stale,
  Table,
  Timeline,
  WorklistRow,
} from '#web/kit/index.ts'
import { Part } from './part.tsx'
import { records, timeline, words } from './samples.ts'

const noop = () => undefined
const away = new ApiError({}, true)
const refused = new ApiError({ code: 'http.unknown', status: 500, requestId: '019aaf7f-3a91' })

export function Lists() {
  const [selected, setSelected] = useState('26/014718')
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const { rows, alerts } = words
  return (
    <>
      <Part name="WorklistRow, RowGroup, Row" pad={false}>
        <RowGroup title={rows.now}>
          <WorklistRow
            time="10:31"
            icon="danger"
            iconTone="crit"
            tone="crit"
            who={rows.who}
            whoNote={rows.age}
            why={rows.why}
            whyTone="crit"
            onOpen={noop}
            action={<Button size="sm">{rows.act}</Button>}
          />
        </RowGroup>
        <RowGroup title={rows.waiting} note={rows.note}>
          <WorklistRow
            time="09:05"
            icon="sign"
            who={rows.who2}
            whoNote={rows.age}
            why={rows.why2}
            selected
            onOpen={noop}
            action={<Chip tone="warn">{rows.waiting}</Chip>}
          />
          <Row
            lead={<Num>018</Num>}
            icon="pill"
            iconTone="accent"
            title={words.name}
            detail={words.reason}
            state="new"
          />
          <DocumentCard title={words.paper} code="15/BV1" at="2026-11-23T03:42:00Z" state="signed" onOpen={noop} />
          <DocumentCard
            title={words.paper}
            code="15/BV1"
            at="2026-11-23T03:50:00Z"
            state="corrected"
            onOpen={noop}
          />
        </RowGroup>
      </Part>
      <Part name="Table" pad={false}>
        <Table
          label={words.paper}
          rows={records}
          rowKey={(row) => row.number}
          selectedKey={selected}
          onSelect={(row) => setSelected(row.number)}
          onOpen={noop}
          marked={marked}
          onMark={(row) => setMarked(new Set(marked.has(row.number) ? [] : [row.number]))}
          columns={[
            { key: 'number', head: 'No', cell: (row) => <Num>{row.number}</Num> },
            {
              key: 'who',
              head: words.labels.name,
              cell: (row) => (
                <>
                  <b>{row.who}</b>
                  <div className="lo-dense lo-ink2">{row.where}</div>
                </>
              ),
            },
            {
              key: 'done',
              head: <Code>n/N</Code>,
              cell: (row) => <Progress value={row.done} max={row.of} label={row.who} />,
            },
            { key: 'missing', head: words.labels.reason, cell: (row) => row.missing, hideOn: 'phone' },
            { key: 'sum', head: 'đ', align: 'right', cell: (row) => `${row.done * 12}.400` },
          ]}
        />
      </Part>
      <Part name="Timeline" pad={false}>
        <Timeline label={words.paper} items={timeline} groupByDay />
      </Part>
      <Part name="Alert" pad={false}>
        <Alert level="note" title={alerts.note}>
          {alerts.noteText}
        </Alert>
        <Alert
          level="warning"
          title={alerts.warning}
          action={
            <Button kind="plain" size="sm">
              {words.buttons.review}
            </Button>
          }
        >
          {alerts.warningText}
        </Alert>
        <Alert level="stop" title={alerts.stop}>
          {alerts.stopText}
        </Alert>
      </Part>
      <Part name="Loading, Empty, Partial, Stale" pad={false}>
        <Loading rows={3} />
        <Empty action={<Button size="sm">{words.emptyAct}</Button>}>{words.empty}</Empty>
        <Partial what={words.partial} retry={noop} />
        <Row title={<Stale at="2026-11-23T03:31:00Z" />} aside={<Stale at="2026-11-23T01:31:00Z" late />} />
      </Part>
      <Part name="Failure" pad={false}>
        <Failure error={away} retry={noop} />
        <Failure error={refused} retry={noop} />
      </Part>
      <Part name="NoPermission" pad={false}>
        <NoPermission permission="records.archive" />
      </Part>
      <Conflict
        who={words.doctor}
        at="2026-11-23T03:40:00Z"
        mine={words.mine}
        theirs={words.theirs}
        onMine={noop}
        onTheirs={noop}
        onBoth={noop}
      />
      <Part name="KeyValue">
        <KeyValue
          items={[
            { label: words.labels.name, value: words.name },
            { label: words.labels.reason, value: words.reason },
          ]}
        />
      </Part>
    </>
  )
}
