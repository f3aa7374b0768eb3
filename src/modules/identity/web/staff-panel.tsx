import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  DateField,
  Empty,
  Failure,
  IconButton,
  Inline,
  Loading,
  Panel,
  SelectField,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { StaffView } from '../staff/contract.ts'

/** Licence, certificates and departments of a person, with their dates. */
export function StaffPanel({ accountId }: { readonly accountId: string }) {
  const path = `/api/accounts/${accountId}/staff`
  const facts = useApi<StaffView>(path)
  if (facts.isPending) return <Loading rows={3} />
  if (facts.isError)
    return (
      <Panel title={t('identity.staff.title')}>
        {'code' in facts.error && facts.error.code === 'identity.noPractitioner' ? (
          <Empty>{t('error.identity.noPractitioner')}</Empty>
        ) : (
          <Failure error={facts.error} retry={facts.refetch} />
        )}
      </Panel>
    )
  return <StaffForm key={JSON.stringify(facts.data)} path={path} stored={facts.data} />
}

type Line = Readonly<Record<'name' | 'number' | 'from' | 'to', string>>
const empty: Line = { name: '', number: '', from: '', to: '' }

const filled = (line: Line, names: readonly (keyof Line)[]) =>
  Object.fromEntries(names.flatMap((name) => (line[name].trim() ? [[name, line[name].trim()]] : [])))

function StaffForm({ path, stored }: { readonly path: string; readonly stored: StaffView }) {
  const [licence, setLicence] = useState(stored.licence ?? '')
  const [certificates, setCertificates] = useState<readonly Line[]>(
    stored.certificates.map((one) => ({ ...empty, ...one })),
  )
  const [assignments, setAssignments] = useState<readonly Line[]>(
    stored.assignments.map(({ department, ...dates }) => ({ ...empty, ...dates, name: department })),
  )
  const save = useCommand((body: object, act) => api.put(path, body, act), {
    refresh: [path, '/api/accounts/certificates'],
  })
  const send = () =>
    save.run({
      ...(licence.trim() ? { licence: licence.trim() } : {}),
      certificates: certificates
        .filter(({ name }) => name.trim())
        .map((line) => filled(line, ['name', 'number', 'from', 'to'])),
      assignments: assignments
        .filter(({ name }) => name.trim())
        .map((line) => ({ department: line.name.trim(), ...filled(line, ['from', 'to']) })),
    })
  return (
    <Panel title={t('identity.staff.title')} pad>
      <Stack gap={12}>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <TextField label={t('identity.staff.licence')} value={licence} onChange={setLicence} maxLength={300} />
        <Lines label={t('identity.staff.certificate')} lines={certificates} numbered onChange={setCertificates} />
        <Lines
          label={t('identity.staff.department')}
          lines={assignments}
          choices={stored.departments.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={setAssignments}
        />
        <Inline>
          <Button kind="primary" busy={save.busy} onClick={() => void send()}>
            {t('identity.account.save')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}

interface LinesProps {
  readonly label: string
  readonly lines: readonly Line[]
  readonly numbered?: boolean
  /** What a line may name, when that is a list. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (lines: readonly Line[]) => void
}

function Lines({ label, lines, numbered = false, choices, onChange }: LinesProps) {
  const put = (at: number, change: Partial<Line>) =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...change } : line)))
  return (
    <Stack gap={8}>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own while they are written
        <Inline key={at} wrap align="flex-end">
          {choices ? (
            <SelectField
              label={label}
              value={line.name || undefined}
              onChange={(name) => put(at, { name: name ?? '' })}
              options={choices}
            />
          ) : (
            <TextField label={label} value={line.name} onChange={(name) => put(at, { name })} />
          )}
          {numbered && (
            <TextField
              label={t('identity.staff.number')}
              value={line.number}
              onChange={(number) => put(at, { number })}
            />
          )}
          <DateField
            label={t('identity.staff.from')}
            value={line.from || undefined}
            onChange={(from) => put(at, { from: from ?? '' })}
          />
          <DateField
            label={t('identity.staff.to')}
            value={line.to || undefined}
            onChange={(to) => put(at, { to: to ?? '' })}
          />
          <IconButton
            icon="trash"
            label={t('identity.staff.remove')}
            onClick={() => onChange(lines.filter((_, i) => i !== at))}
          />
        </Inline>
      ))}
      <Inline>
        <Button size="sm" icon="plus" onClick={() => onChange([...lines, empty])}>
          {label}
        </Button>
      </Inline>
    </Stack>
  )
}
