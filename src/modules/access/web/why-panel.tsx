import { Failure, formatDay, Loading, Panel, Row, Stack, t, useApi } from '#web/kit/index.ts'
import type { RepresentativeView, WhyView } from '../contract.ts'

/** Who may see the record of the patient who is logged in, and why. */
export function WhyPanel() {
  const told = useApi<WhyView>('/api/access/why-mine')
  if (told.isPending) return <Loading rows={4} />
  if (told.isError) return <Failure error={told.error} retry={told.refetch} />
  const { departments, team, representatives, rules } = told.data
  return (
    <Panel title={t('access.why.title')} pad>
      <Stack>
        <Names label={t('access.why.departments')} names={departments} />
        <Names label={t('access.why.team')} names={team} />
        <Names
          label={t('access.why.representatives')}
          names={representatives.filter(({ holds }) => holds).map(tellOne)}
        />
        <div className="lo-label">{t('access.why.rules')}</div>
        <div>
          {rules.map(({ id, title, source }) => (
            <Row key={id} title={title} detail={source} />
          ))}
        </div>
      </Stack>
    </Panel>
  )
}

const tellOne = ({ name, relation, until }: RepresentativeView) =>
  `${name} (${relation}${until ? `, ${t('access.represent.until').toLowerCase()} ${formatDay(until)}` : ''})`

function Names({ label, names }: { readonly label: string; readonly names: readonly string[] }) {
  return (
    <div>
      <div className="lo-label">{label}</div>
      {names.length > 0 ? names.join(', ') : t('access.why.nobody')}
    </div>
  )
}
