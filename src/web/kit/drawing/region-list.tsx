import type { Drawing, Plan } from '#kernel/drawing/index.ts'
import { SelectField } from '../fields/choice.tsx'
import { TextField } from '../fields/text-field.tsx'
import { language, t } from '../text/translate.ts'

interface RegionListProps {
  readonly plan: Plan
  readonly regions: Drawing['regions']
  readonly onChange: (regions: Drawing['regions']) => void
}

const without = (regions: Drawing['regions'], id: string) =>
  Object.fromEntries(Object.entries(regions).filter(([one]) => one !== id))

/** Every named part with its state: all that the picture can say, without a pointer. */
export function RegionList({ plan, regions, onChange }: RegionListProps) {
  const options = plan.states.map(({ code, name }) => ({ value: code, label: name[language()] }))
  return (
    <details className="dr-regions">
      <summary>{t('drawings.regions', { count: plan.regions.length })}</summary>
      <ul>
        {plan.regions.map(({ id, name }) => {
          const finding = regions[id]
          return (
            <li key={id}>
              <SelectField
                label={name[language()]}
                value={finding?.state}
                placeholder={t('drawings.state.none')}
                onChange={(state) =>
                  onChange(state ? { ...regions, [id]: { ...finding, state } } : without(regions, id))
                }
                options={options}
              />
              {finding && (
                <TextField
                  label={t('drawings.note', { part: name[language()] })}
                  hideLabel
                  placeholder={t('drawings.note.placeholder')}
                  value={finding.note ?? ''}
                  maxLength={200}
                  onChange={(note) =>
                    onChange({ ...regions, [id]: note ? { ...finding, note } : { state: finding.state } })
                  }
                />
              )}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
