import type { Questionnaire } from '@medplum/fhirtypes'
import {
  Button,
  Chip,
  Code,
  formatDateTime,
  formatDay,
  LinkTo,
  language,
  PageHead,
  t,
  useShortcuts,
} from '#web/kit/index.ts'
import { FillAct } from './fill-act.tsx'
import { Presence } from './presence.tsx'
import type { Counts } from './use-counts.ts'
import type { OpenFill } from './use-fill.ts'

interface HeadProps {
  readonly fill: OpenFill
  readonly counts: Counts
  readonly beside: boolean
  readonly onBeside: () => void
}

function Status({ fill }: { readonly fill: OpenFill }) {
  const { view } = fill
  if (view.status === 'entered-in-error') return <Chip tone="crit">{t('fill.status.cancelled')}</Chip>
  if (view.status === 'in-progress') return null
  return (
    <Chip tone={view.status === 'amended' ? 'plum' : 'ok'} icon="check">
      {t(`fill.status.${view.status}`)}
    </Chip>
  )
}

/** Which form it is, in which state, and the way back to the papers of the visit. */
export function FillHead({ fill, beside, onBeside }: HeadProps) {
  const { view } = fill
  const title = language() === 'en' ? view.titleEn : view.title
  const { previous } = view
  const mayCompare = view.editable && previous !== undefined
  useShortcuts([{ keys: 'alt+b', label: t('fill.beside.open'), run: onBeside }], { enabled: mayCompare })
  return (
    <PageHead
      title={
        <>
          {title} <Code>{view.code}</Code>
        </>
      }
      note={
        <>
          <LinkTo to={`/encounters/${view.encounterId}/forms`}>{t('fill.back')}</LinkTo>
          {' · '}
          {t('fill.edition', { day: formatDay(editionOf(fill)) })}
          {view.notes.map((note) => (
            <span key={`${note.kind} ${note.at}`} className="lo-plum">
              {' · '}
              {t(`fill.note.${note.kind}`, { by: note.by, at: formatDateTime(note.at), reason: note.reason })}
            </span>
          ))}
        </>
      }
    >
      <Presence fill={fill} />
      <Status fill={fill} />
      {mayCompare && (
        <Button size="sm" icon="columns" keyHint="Alt B" pressed={beside} onClick={onBeside}>
          {t('fill.beside.with', { day: formatDay(previous.date) })}
        </Button>
      )}
      <FillAct fill={fill} kind="amend" />
    </PageHead>
  )
}

/** First day of the edition that was chosen for the day of the event. */
function editionOf({ form, view }: OpenFill): string {
  const { effectivePeriod } = form.questionnaire as unknown as Questionnaire
  return effectivePeriod?.start ?? view.on
}
