import { useState } from 'react'
import {
  Button,
  Chip,
  can,
  Empty,
  formatDateTime,
  Inline,
  LinkButton,
  LinkTo,
  Panel,
  Row,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import type { ActView, IncidentView } from '../contract.ts'
import { ActDialog } from './act-dialog.tsx'
import { PersonsDialog } from './persons-dialog.tsx'

interface Props {
  readonly incident: IncidentView
  readonly working: boolean
}

const icons = {
  classified: 'tag',
  measure: 'shield',
  decision: 'check',
  evidence: 'search',
  notice: 'send',
  needless: 'stop',
  persons: 'users',
  proposed: 'clock',
  reopened: 'undo',
  closed: 'lock',
} as const

/** What was done, line by line. */
export function ActsPanel({ incident, working }: Props) {
  const [asked, ask] = useState<'act' | 'persons' | undefined>(undefined)
  useShortcuts([{ keys: 'a', label: t('incidents.act.add'), run: () => ask('act') }], { enabled: working })
  return (
    <Panel
      title={t('incidents.acts')}
      count={incident.acts.length}
      actions={
        working && (
          <Inline wrap>
            <Button size="sm" icon="users" onClick={() => ask('persons')}>
              {t('incidents.persons.make')}
            </Button>
            <Button size="sm" kind="primary" icon="plus" keyHint="A" onClick={() => ask('act')}>
              {t('incidents.act.add')}
            </Button>
          </Inline>
        )
      }
    >
      {incident.acts.length === 0 && <Empty>{t('incidents.acts.none')}</Empty>}
      {incident.acts.map((one) => (
        <Row
          key={one.n}
          icon={icons[one.kind]}
          title={t(`incidents.act.${one.kind}`)}
          detail={<Line one={one} incident={incident} working={working} />}
          aside={<span className="lo-dense lo-ink2 lo-num">{formatDateTime(one.at)}</span>}
        />
      ))}
      {asked === 'act' && <ActDialog incident={incident} onClose={() => ask(undefined)} />}
      {asked === 'persons' && <PersonsDialog incident={incident} onClose={() => ask(undefined)} />}
    </Panel>
  )
}

function Line({ one, incident, working }: Props & { readonly one: ActView }) {
  const { journal } = one
  return (
    <>
      {one.text && <div style={{ whiteSpace: 'pre-wrap' }}>{one.text}</div>}
      <div className="lo-dense lo-ink2">{one.by}</div>
      {journal && (
        <Inline wrap>
          <Chip>{t('incidents.act.journal', { count: journal.count })}</Chip>
          {can('audit.read') && (
            <LinkTo to={`/audit?tab=person&actor=${encodeURIComponent(journal.actor ?? '')}`}>
              {t('incidents.act.journal.open')}
            </LinkTo>
          )}
        </Inline>
      )}
      {one.persons !== undefined && (
        <Inline wrap>
          <Chip>{t('incidents.persons.count', { count: one.persons })}</Chip>
          {(working || can('incidents.handle')) && (
            <LinkButton href={`/api/incidents/${incident.id}/persons/${one.n}`} icon="download">
              {t('incidents.persons.file')}
            </LinkButton>
          )}
        </Inline>
      )}
    </>
  )
}
