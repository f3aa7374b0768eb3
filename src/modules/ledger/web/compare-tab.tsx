import { useRef, useState } from 'react'
import {
  Alert,
  api,
  Button,
  formatDateTime,
  formatNumber,
  Inline,
  Panel,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { HeadComparison } from '../contract.ts'
import { Verdict } from './verdict.tsx'

/** A head that the visitor kept: has the ledger only grown since? */
export function CompareTab() {
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const [answer, setAnswer] = useState<HeadComparison | undefined>(undefined)
  const write = (given: string) => {
    setText(given)
    setAnswer(undefined)
  }
  const compare = useCommand(
    (brought: string, act) => api.post<HeadComparison>('/api/ledger/heads/compare', { text: brought }, act),
    { done: setAnswer },
  )
  return (
    <Stack>
      <Panel title={t('ledger.compare.title')} pad>
        <Stack>
          <p style={{ maxWidth: '72ch' }}>{t('ledger.compare.why')}</p>
          <TextArea
            label={t('ledger.compare.text')}
            hint={t('ledger.compare.hint')}
            value={text}
            onChange={write}
            minRows={6}
            maxRows={8}
            maxLength={2000}
          />
          <input
            ref={input}
            type="file"
            hidden
            accept=".txt,text/plain"
            aria-label={t('ledger.compare.file')}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0]
              event.currentTarget.value = ''
              if (file && file.size < 2000) void file.text().then(write)
            }}
          />
          <Inline wrap>
            <Button
              kind="primary"
              icon="check"
              busy={compare.busy}
              disabledBecause={text.trim().length < 10 ? t('ledger.compare.hint') : undefined}
              onClick={() => void compare.run(text)}
            >
              {t('ledger.compare.run')}
            </Button>
            <Button icon="upload" onClick={() => input.current?.click()}>
              {t('ledger.compare.file')}
            </Button>
          </Inline>
        </Stack>
      </Panel>
      {compare.error && <Alert level="warning" title={compare.error.title} />}
      {answer && <Outcome answer={answer} />}
    </Stack>
  )
}

const good: ReadonlySet<HeadComparison['verdict']> = new Set(['same', 'grown'])

function Outcome({ answer }: { readonly answer: HeadComparison }) {
  const ok = good.has(answer.verdict)
  const { brought } = answer
  return (
    <Panel pad {...(ok ? {} : { tone: 'crit' as const })}>
      <Verdict ok={ok} title={t(`ledger.compare.${answer.verdict}`)}>
        {brought && (
          <p>
            {t('ledger.compare.words', {
              brought: formatNumber(brought.size),
              at: formatDateTime(brought.at),
              size: formatNumber(answer.size),
            })}
          </p>
        )}
        {ok && <p>{t('ledger.compare.proof', { count: answer.proof.length })}</p>}
        {ok && <p>{t(answer.signedHere ? 'ledger.compare.signedHere' : 'ledger.compare.notSignedHere')}</p>}
      </Verdict>
    </Panel>
  )
}
