import { type DragEvent, useRef, useState } from 'react'
import { Alert, ApiError, api, Button, Icon, KeyValue, Page, PageHead, Panel, Stack, t } from '#web/kit/index.ts'
import type { UploadVerdict } from '../contract.ts'

/** Checks a signed paper or an exported record in the browser's hand; the server keeps nothing. */
export default function VerifyScreen() {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | undefined>(undefined)
  const [state, setState] = useState<{ busy: boolean; verdict?: UploadVerdict; error?: ApiError }>({ busy: false })
  async function check(chosen: File | undefined): Promise<void> {
    if (!chosen) return
    setFile(chosen)
    setState({ busy: true })
    try {
      setState({ busy: false, verdict: await api.post<UploadVerdict>('/api/records/verify', chosen) })
    } catch (error) {
      setState({ busy: false, ...(error instanceof ApiError ? { error } : {}) })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void check(event.dataTransfer.files[0])
  }
  return (
    <Page head={<PageHead title={t('records.verify.title')} note={t('records.verify.hint')} />}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button beside it */}
      <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <Panel pad>
          <Stack align="center">
            <Icon name="certificate" size={28} />
            <p className="lo-ink2">{t('records.verify.drop')}</p>
            <input
              ref={input}
              type="file"
              accept=".pdf,.zip,application/pdf,application/zip"
              hidden
              onChange={(event) => void check(event.currentTarget.files?.[0])}
            />
            <Button kind="primary" icon="upload" busy={state.busy} onClick={() => input.current?.click()}>
              {state.busy ? t('records.verify.checking') : t('records.verify.choose')}
            </Button>
          </Stack>
        </Panel>
      </div>
      {state.error && <Alert level="warning" title={state.error.title} />}
      {state.verdict && file && <Verdict verdict={state.verdict} name={file.name} />}
    </Page>
  )
}

function Verdict({ verdict, name }: { readonly verdict: UploadVerdict; readonly name: string }) {
  return (
    <Panel
      {...(verdict.ok ? {} : { tone: 'crit' as const })}
      title={t(`records.verify.kind.${verdict.kind}`)}
      note={t('records.verify.same')}
      pad
    >
      <Stack>
        <h3
          className={verdict.ok ? 'lo-ok' : 'lo-crit'}
          style={{ display: 'flex', gap: 8, alignItems: 'center', fontSize: 20 }}
        >
          <Icon name={verdict.ok ? 'seal' : 'sealBroken'} size={28} />
          {verdict.ok ? t('records.verify.ok') : t('records.verify.notOk')}
        </h3>
        <pre style={{ whiteSpace: 'pre-wrap', font: 'inherit' }}>{verdict.lines.join('\n')}</pre>
        <KeyValue
          items={[
            { label: t('records.verify.file'), value: name },
            {
              label: t('records.verify.size'),
              value: <span className="lo-num">{t('records.verify.sizeValue', { bytes: verdict.size })}</span>,
            },
            {
              label: t('records.verify.hash'),
              value: (
                <span className="lo-num" style={{ overflowWrap: 'anywhere' }}>
                  {verdict.sha256}
                </span>
              ),
            },
          ]}
        />
      </Stack>
    </Panel>
  )
}
