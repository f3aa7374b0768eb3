import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  DateField,
  Dialog,
  FieldGrid,
  SearchPicker,
  SelectField,
  Stack,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { KindView, TakeRequest } from '../contract.ts'

interface FoundRecord {
  readonly id: string
  readonly number: string
  readonly patientName: string
  readonly state: string
  readonly diagnosis: string
}

type Fields = Partial<TakeRequest>

/** Takes a request in. Only what the law gives this asker of this record can be chosen. */
export function TakeDialog({ onClose }: { readonly onClose: () => void }) {
  const kinds = useApi<{ kinds: readonly KindView[] }>('/api/record-requests/kinds')
  const [record, setRecord] = useState<FoundRecord | undefined>(undefined)
  const [fields, setFields] = useState<Fields>({})
  const set = (some: Fields) => setFields((before) => ({ ...before, ...some }))
  const kind = kinds.data?.kinds.find((one) => one.code === fields.kind)
  const wants = kind ? (record?.state === 'archived' ? kind.archived : kind.treatment) : []
  const take = useCommand((body: Fields, act) => api.post('/api/record-requests', body, act), {
    refresh: ['/api/record-requests'],
    done: onClose,
  })
  const whole =
    record && wants.some((one) => one === fields.want) && fields.asker && fields.identity && fields.purpose
  return (
    <Dialog
      open
      width={720}
      onClose={onClose}
      title={t('requests.newTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('requests.back')}</Button>
          <Button
            kind="primary"
            busy={take.busy}
            disabledBecause={whole ? undefined : t('requests.fillIn')}
            onClick={() => void take.run({ ...fields, encounterId: record?.id ?? '' })}
          >
            {t('requests.save')}
          </Button>
        </>
      }
    >
      <Stack>
        {take.error && <Alert level="warning" title={take.error.title} />}
        <SearchPicker<FoundRecord>
          label={t('requests.find')}
          required
          keep
          autoFocus
          search={async (q, signal) =>
            (await api.get<{ rows: FoundRecord[] }>('/api/records', { q, count: '8' }, { signal })).rows
          }
          row={(one) => ({ key: one.id, title: `${one.number} · ${one.patientName}`, note: one.diagnosis })}
          onPick={setRecord}
        />
        <SelectField
          label={t('requests.kind')}
          required
          value={fields.kind}
          onChange={(value) => setFields(({ want: _, ...others }) => ({ ...others, kind: value ?? '' }))}
          options={(kinds.data?.kinds ?? []).map((one) => ({ value: one.code, label: one.title }))}
        />
        {kind && record && <Lawful kind={kind} wants={wants} />}
        {wants.length > 0 && (
          <Choice
            label={t('requests.want')}
            required
            value={fields.want}
            onChange={(want) => want && set({ want })}
            options={(['read', 'copy', 'summary'] as const)
              .filter((one) => wants.includes(one))
              .map((value) => ({ value, label: t(`requests.want.${value}`) }))}
          />
        )}
        <Particulars kind={kind} fields={fields} set={set} />
      </Stack>
    </Dialog>
  )
}

function Lawful({ kind, wants }: { readonly kind: KindView; readonly wants: readonly string[] }) {
  if (wants.length === 0) return <Alert level="warning" title={t('requests.notLawful')} />
  const { source, clause, mostDays: days } = kind
  return <p className="lo-dense lo-ink2">{t('requests.lawful', { source, clause, days })}</p>
}

function Particulars({
  kind,
  fields,
  set,
}: {
  readonly kind: KindView | undefined
  readonly fields: Fields
  readonly set: (some: Fields) => void
}) {
  return (
    <FieldGrid>
      <TextField
        label={t('requests.asker')}
        required
        value={fields.asker ?? ''}
        onChange={(asker) => set({ asker })}
        maxLength={120}
      />
      <TextField
        label={t('requests.identity')}
        required
        value={fields.identity ?? ''}
        onChange={(identity) => set({ identity })}
        maxLength={120}
      />
      {kind?.relation && (
        <TextField
          label={t('requests.relation')}
          required
          value={fields.relation ?? ''}
          onChange={(relation) => set({ relation })}
          maxLength={120}
        />
      )}
      <TextField
        label={t('requests.purpose')}
        required
        value={fields.purpose ?? ''}
        onChange={(purpose) => set({ purpose })}
        maxLength={300}
      />
      {kind?.written && (
        <DateField
          label={t('requests.writtenOn')}
          required
          value={fields.writtenOn}
          onChange={(writtenOn) => set(writtenOn ? { writtenOn } : {})}
        />
      )}
      <TextField
        label={t('requests.userName')}
        value={fields.userName ?? ''}
        onChange={(userName) => set({ userName })}
        maxLength={60}
      />
    </FieldGrid>
  )
}
