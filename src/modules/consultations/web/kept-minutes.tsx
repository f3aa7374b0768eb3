import { Button, can, Inline, KeyValue, LinkTo, Panel, Row, StateChip, t, useGo, useMe } from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'

const states = { 'in-progress': 'draft', completed: 'done', amended: 'corrected' } as const

/** Forms of the minutes with their papers, which wait for their signatures. */
export function MinutesForms({ view }: { readonly view: MeetingView }) {
  const go = useGo()
  const me = useMe().practitionerId
  const signs = [view.chair?.id, view.secretary?.id].includes(me)
  return view.minutes.fills.map(({ id, form, status, paperId }) => (
    <Row
      key={id}
      icon="clipboard"
      title={
        <LinkTo to={`/fill/${id}`} className="lo-link">
          {t('consultations.minutes.form', { form: form.replace('-', '/') })}
        </LinkTo>
      }
      aside={
        <Inline>
          <StateChip state={states[status as keyof typeof states] ?? 'stopped'}>
            {t(`consultations.minutes.status.${status}`)}
          </StateChip>
          {paperId && signs && can('signing.sign') && (
            <Button size="sm" icon="sign" onClick={() => go(`/signing?paper=${paperId}`)}>
              {t('consultations.minutes.sign')}
            </Button>
          )}
        </Inline>
      }
    />
  ))
}

const texts = ['summary', 'conclusion', 'plan'] as const

/** The minutes for those who do not write them, and once they are written. */
export function KeptMinutes({ view }: { readonly view: MeetingView }) {
  const { minutes } = view
  const said = texts.flatMap((name) => {
    const value = minutes[name]
    return value
      ? [{ label: t(`consultations.minutes.${name}`), value: <span className="cs-text">{value}</span> }]
      : []
  })
  if (said.length + minutes.fills.length === 0) return null
  return (
    <Panel title={t('consultations.minutes')} pad>
      <KeyValue items={said} />
      <MinutesForms view={view} />
    </Panel>
  )
}
