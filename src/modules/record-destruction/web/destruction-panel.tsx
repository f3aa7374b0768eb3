import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Dialog,
  formatDateTime,
  Inline,
  LinkButton,
  Num,
  Panel,
  Row,
  Stack,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { DestructionView } from '../contract.ts'

const tones = { prepared: 'accent', approved: 'warn', refused: 'quiet', done: 'quiet' } as const
const fresh = { refresh: ['/api/record-destructions', '/api/records'] }

/** One list: its records, who decides, what was erased. */
export function DestructionPanel({ list }: { readonly list: DestructionView }) {
  const { preparedBy: name, preparedAt, items } = list
  return (
    <Panel
      title={<Num>{list.number}</Num>}
      note={t('destruction.by', { name, time: formatDateTime(preparedAt), count: items.length })}
      actions={<Chip tone={tones[list.state]}>{t(`destruction.state.${list.state}`)}</Chip>}
      footer={<Acts list={list} />}
    >
      {items.map((one) => (
        <Row
          key={one.encounterId}
          lead={<Num>{one.archiveNumber}</Num>}
          title={one.number}
          detail={
            one.erasedAt ? t('destruction.item', { versions: one.versions, files: one.files }) : one.retention
          }
          aside={one.leftOver && <Chip tone="warn">{t(`destruction.hindrance.${one.leftOver}`)}</Chip>}
        />
      ))}
    </Panel>
  )
}

function Acts({ list }: { readonly list: DestructionView }) {
  const [sure, setSure] = useState(false)
  const at = `/api/record-destructions/${list.id}`
  const decide = useCommand(
    (decision: 'approved' | 'refused', act) => api.post(`${at}/decide`, { decision, note: '' }, act),
    fresh,
  )
  const other = list.own ? t('destruction.other') : undefined
  return (
    <Stack gap={8}>
      {decide.error && <Alert level="warning" title={decide.error.title} />}
      <Inline wrap justify="flex-end">
        {list.state === 'prepared' && can('destruction.approve') && (
          <>
            <Button busy={decide.busy} disabledBecause={other} onClick={() => void decide.run('refused')}>
              {t('destruction.refuse')}
            </Button>
            <Button
              kind="danger"
              busy={decide.busy}
              disabledBecause={other}
              onClick={() => void decide.run('approved')}
            >
              {t('destruction.approve')}
            </Button>
          </>
        )}
        {list.state === 'approved' && can('destruction.carryOut') && (
          <Button kind="danger" icon="trash" onClick={() => setSure(true)}>
            {t('destruction.carryOut')}
          </Button>
        )}
        {list.state === 'done' && (
          <>
            {list.signatures.map((one) => (
              <Chip key={one.title} tone={one.signedAt ? 'ok' : 'warn'} icon={one.signedAt ? 'seal' : 'sign'}>
                {one.signedAt
                  ? t('destruction.signed', { who: one.title, time: formatDateTime(one.signedAt) })
                  : t('destruction.waits', { who: one.title })}
              </Chip>
            ))}
            <LinkButton href={`${at}/proof`} icon="key">
              {t('destruction.proof')}
            </LinkButton>
            <LinkButton href={`${at}/minutes`} icon="document">
              {t('destruction.minutes')}
            </LinkButton>
          </>
        )}
      </Inline>
      {sure && <SureDialog list={list} onClose={() => setSure(false)} />}
    </Stack>
  )
}

function SureDialog({ list, onClose }: { readonly list: DestructionView; readonly onClose: () => void }) {
  const erase = useCommand(
    (_: undefined, act) => api.post(`/api/record-destructions/${list.id}/carry-out`, undefined, act),
    { ...fresh, done: onClose },
  )
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('destruction.carryOut')}
      actions={
        <>
          <Button onClick={onClose}>{t('destruction.back')}</Button>
          <Button kind="danger" busy={erase.busy} onClick={() => void erase.run(undefined)}>
            {t('destruction.carryOut')}
          </Button>
        </>
      }
    >
      {erase.error && <Alert level="warning" title={erase.error.title} />}
      <p>{t('destruction.carryOutHarm', { count: list.items.length })}</p>
    </Dialog>
  )
}
