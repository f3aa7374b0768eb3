import { useRef, useState } from 'react'
import { Alert, api, Button, Inline, Panel, SearchPicker, Stack, t, useCommand } from '#web/kit/index.ts'

interface FoundRecord {
  readonly id: string
  readonly number: string
  readonly patientName: string
}

/** What makes a file another one, for the act that is repeated: a file by itself says nothing in JSON. */
const sent = (file: File, encounterId: string) => {
  const { name, size, lastModified } = file
  return { file, encounterId, name, size, lastModified }
}

/** Uploads a scan, or a picture from the camera, for a record. */
export function UploadPanel() {
  const [record, setRecord] = useState<FoundRecord | undefined>(undefined)
  const input = useRef<HTMLInputElement>(null)
  const upload = useCommand(
    ({ file, encounterId }: ReturnType<typeof sent>, act) =>
      api.post(`/api/scans?encounter=${encounterId}&name=${encodeURIComponent(file.name.slice(-120))}`, file, act),
    { refresh: ['/api/scans'] },
  )
  return (
    <Panel title={t('digitising.upload')} pad>
      <Stack>
        {upload.error && <Alert level="warning" title={upload.error.title} />}
        <SearchPicker<FoundRecord>
          label={t('digitising.record')}
          keep
          search={async (q, signal) =>
            (await api.get<{ rows: FoundRecord[] }>('/api/records', { q, count: '8' }, { signal })).rows
          }
          row={(one) => ({ key: one.id, title: `${one.number} · ${one.patientName}` })}
          onPick={setRecord}
        />
        <input
          ref={input}
          type="file"
          hidden
          accept="application/pdf,image/jpeg,image/tiff,image/png"
          aria-label={t('digitising.file')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (file && record) void upload.run(sent(file, record.id))
          }}
        />
        <Inline wrap>
          <Button
            kind="primary"
            icon="upload"
            busy={upload.busy}
            disabledBecause={record ? undefined : t('digitising.record')}
            onClick={() => input.current?.click()}
          >
            {t('digitising.upload')}
          </Button>
          <span className="lo-dense lo-ink2">{t('digitising.file')}</span>
        </Inline>
      </Stack>
    </Panel>
  )
}
