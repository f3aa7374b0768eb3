import { Chip, type IconName, type Tone, t } from '#web/kit/index.ts'

const looks: Readonly<Record<string, { tone: Tone; icon: IconName }>> = {
  ordered: { tone: 'dashed', icon: 'droplet' },
  collected: { tone: 'quiet', icon: 'flask' },
  received: { tone: 'quiet', icon: 'microscope' },
  entered: { tone: 'warn', icon: 'pen' },
  validated: { tone: 'warn', icon: 'penCheck' },
  released: { tone: 'ok', icon: 'check' },
  cancelled: { tone: 'quiet', icon: 'close' },
}

/** Where a requisition stands in the laboratory. */
export function StateMark({ state }: { readonly state: string }) {
  const look = looks[state] ?? { tone: 'quiet', icon: 'flask' }
  return (
    <Chip tone={look.tone} icon={look.icon}>
      {t(`laboratory.state.${state}`)}
    </Chip>
  )
}
