import {
  Chip,
  Code,
  type Column,
  FlagMark,
  formatDateTime,
  formatNumber,
  KeyValue,
  Num,
  Panel,
  Row,
  Stack,
  Table,
  t,
} from '#web/kit/index.ts'
import type { RecordDetail } from '../contract.ts'

type Result = RecordDetail['results'][number]
const marks = { H: 'high', L: 'low', HH: 'critical-high', LL: 'critical-low', A: 'abnormal' } as const

/** What was found, decided and given, in the order of the paper record. */
export function RecordBody({ record }: { readonly record: RecordDetail }) {
  return (
    <>
      <Panel title={t('records.view.diagnoses')}>
        {record.reason && <Row icon="message" title={record.reason} detail={t('records.view.reason')} />}
        {record.diagnoses.map((one) => (
          <Row
            key={`${one.rank} ${one.code}`}
            icon="stethoscope"
            title={
              <>
                {one.text} <Code>{one.code}</Code>
              </>
            }
            aside={
              <Chip tone={one.rank === 1 ? 'accent' : 'quiet'}>
                {one.rank === 1 ? t('records.view.primary') : t('records.view.secondary')}
              </Chip>
            }
          />
        ))}
      </Panel>
      {record.forms.map((form) => (
        <Panel
          key={`${form.form} ${form.at}`}
          title={
            <>
              {t('records.view.forms')} <Code>{form.form}</Code>
            </>
          }
          note={
            <>
              {form.author} · <Num>{formatDateTime(form.at)}</Num>
            </>
          }
          pad
        >
          <Stack gap={10}>
            {form.answers.map((one) => (
              <div key={one.question}>
                <div className="lo-label">{one.question}</div>
                <div style={{ whiteSpace: 'pre-wrap' }}>{one.answer}</div>
              </div>
            ))}
          </Stack>
        </Panel>
      ))}
      <Measured record={record} />
      {record.medicines.length > 0 && (
        <Panel title={t('records.view.medicines')} count={record.medicines.length}>
          {record.medicines.map((one) => (
            <Row
              key={`${one.name} ${one.dosage}`}
              icon="pill"
              title={<b>{one.name}</b>}
              detail={one.dosage}
              aside={<Num>{one.quantity}</Num>}
            />
          ))}
        </Panel>
      )}
    </>
  )
}

function Measured({ record }: { readonly record: RecordDetail }) {
  return (
    <>
      {record.vitals.length > 0 && (
        <Panel title={t('records.view.vitals')} pad>
          <KeyValue
            items={record.vitals.map((one) => ({
              label: one.name,
              value: (
                <Num>
                  {shown(one.value)} {one.unit}
                </Num>
              ),
            }))}
          />
        </Panel>
      )}
      {record.results.length > 0 && (
        <Panel title={t('records.view.results')} count={record.results.length}>
          <Table<Result>
            label={t('records.view.results')}
            columns={resultColumns()}
            rows={record.results}
            rowKey={(one) => `${one.name} ${one.at}`}
          />
        </Panel>
      )}
    </>
  )
}

const resultColumns = (): readonly Column<Result>[] => [
  { key: 'name', head: t('records.view.results'), cell: (one) => one.name },
  {
    key: 'value',
    head: '',
    align: 'right',
    cell: (one) => (
      <FlagMark flag={marks[one.flag as keyof typeof marks]}>
        {shown(one.value)} {one.unit}
      </FlagMark>
    ),
  },
  { key: 'range', head: '', cell: (one) => <span className="lo-ink2 lo-num">{one.range}</span> },
  { key: 'at', head: '', hideOn: 'phone', cell: (one) => <Num>{formatDateTime(one.at)}</Num> },
]

function shown(value: string): string {
  return /^-?\d+(\.\d+)?$/.test(value) ? formatNumber(value) : value
}
