import { useState } from 'react'
import {
  Button,
  Columns,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  Icon,
  Inline,
  KeyValue,
  Loading,
  Panel,
  Row,
  Stack,
  TextField,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { FoundEntry, ProofView } from '../contract.ts'
import { Verdict } from './verdict.tsx'

/** The proof of one record, paper or version by what is printed on it. */
export function ProveTab() {
  const [typed, setTyped] = useState('')
  const [q, ask] = useState('')
  const [chosen, choose] = useState<string | undefined>(undefined)
  const found = useApi<{ entries: readonly FoundEntry[] }>(q ? '/api/ledger/find' : undefined, { q })
  const entries = found.data?.entries ?? []
  const entry = entries.find((one) => one.entry === chosen) ?? entries[0]
  const ready = typed.trim().length >= 3
  return (
    <Stack>
      <Panel pad>
        <Inline wrap align="flex-end">
          <div style={{ flex: '1 1 320px' }}>
            <TextField
              label={t('ledger.prove.what')}
              hint={t('ledger.prove.hint')}
              value={typed}
              onChange={setTyped}
              maxLength={200}
              autoFocus
              left={<Icon name="search" size={16} />}
              onEnter={() => ready && ask(typed.trim())}
            />
          </div>
        </Inline>
        <div style={{ paddingTop: 12 }}>
          <Button
            kind="primary"
            icon="search"
            disabledBecause={ready ? undefined : t('ledger.prove.hint')}
            onClick={() => ask(typed.trim())}
          >
            {t('ledger.prove.find')}
          </Button>
        </div>
      </Panel>
      {q && (
        <Columns
          sideWidth={460}
          main={
            <Panel title={t('ledger.prove.entries')} count={entries.length}>
              {found.isPending && <Loading rows={6} />}
              {found.isError && <Failure error={found.error} retry={found.refetch} />}
              {found.data && entries.length === 0 && <Empty>{t('ledger.prove.none', { what: q })}</Empty>}
              <div style={{ maxHeight: '60vh', overflowY: 'auto' }}>
                {entries.map((one) => (
                  <Row
                    key={one.entry}
                    icon={one.kind === 'signature' ? 'sign' : one.kind === 'archived' ? 'archive' : 'document'}
                    title={entryText(one)}
                    detail={
                      one.at ? formatDateTime(one.at) : <span className="lo-num">{one.entry.slice(-64, -48)}</span>
                    }
                    selected={one.entry === entry?.entry}
                    onOpen={() => choose(one.entry)}
                  />
                ))}
              </div>
            </Panel>
          }
          side={entry && <Proof key={entry.entry} entry={entry} />}
        />
      )}
    </Stack>
  )
}

const knownTypes: ReadonlySet<string> = new Set([
  'Encounter',
  'DocumentReference',
  'Patient',
  'QuestionnaireResponse',
  'Observation',
  'DiagnosticReport',
  'MedicationRequest',
  'ServiceRequest',
  'Condition',
  'Provenance',
])

function entryText({ kind, type, version }: FoundEntry): string {
  if (kind !== 'version' || !type) return t(`ledger.kind.${kind}`)
  return t('ledger.kind.version', { type: knownTypes.has(type) ? t(`ledger.type.${type}`) : type, version })
}

function Proof({ entry }: { readonly entry: FoundEntry }) {
  const told = useApi<ProofView>('/api/ledger/proof', { entry: entry.entry })
  if (told.isPending) return <Loading rows={6} />
  if (told.isError) return <Failure error={told.error} retry={told.refetch} />
  const { proof, head, holds, kept, line } = told.data
  return (
    <Panel
      title={entryText(entry)}
      pad
      {...(proof && !(holds && kept !== 'altered') ? { tone: 'crit' as const } : {})}
    >
      <Stack>
        {!proof && <p>{t('ledger.proof.waiting')}</p>}
        {proof && head && (
          <Verdict
            ok={holds && kept !== 'altered'}
            title={t(holds ? 'ledger.proof.holds' : 'ledger.proof.broken')}
          >
            {holds &&
              t('ledger.proof.words', {
                position: formatNumber(proof.position + 1),
                size: formatNumber(proof.size),
                count: proof.proof.length,
                time: formatDateTime(head.at),
                signer: head.signer,
              })}
          </Verdict>
        )}
        <KeyValue
          items={[
            { label: t('ledger.proof.kept'), value: t(`ledger.kept.${kept}`) },
            { label: t('ledger.proof.line'), value: <Long text={line} /> },
            ...(proof
              ? [
                  { label: t('ledger.proof.leaf'), value: <Long text={proof.leafHash} /> },
                  { label: t('ledger.proof.root'), value: <Long text={proof.root} /> },
                ]
              : []),
          ]}
        />
        {proof && (
          <details>
            <summary>{t('ledger.proof.path', { count: proof.proof.length })}</summary>
            <ol style={{ paddingLeft: 24 }}>
              {proof.proof.map((hash) => (
                <li key={hash}>
                  <Long text={hash} />
                </li>
              ))}
            </ol>
          </details>
        )}
      </Stack>
    </Panel>
  )
}

function Long({ text }: { readonly text: string }) {
  return (
    <span className="lo-num lo-dense" style={{ overflowWrap: 'anywhere' }}>
      {text}
    </span>
  )
}
