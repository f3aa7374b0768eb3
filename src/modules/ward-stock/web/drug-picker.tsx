import { api, SearchPicker, t } from '#web/kit/index.ts'

interface FoundDrug {
  readonly code: string
  readonly label: string
  readonly form: string
  readonly unit: string
  readonly kind: 'N' | 'H' | 'C'
}

interface DrugPickerProps {
  readonly label: string
  readonly onPick: (drug: FoundDrug) => void
}

/** A medicine of the hospital's list, as people type it. */
export function DrugPicker({ label, onPick }: DrugPickerProps) {
  return (
    <SearchPicker<FoundDrug>
      label={label}
      placeholder={t('wardStock.findDrug')}
      search={async (text, signal) =>
        (await api.get<{ items: FoundDrug[] }>('/api/catalogue/drugs', { q: text }, { signal })).items
      }
      row={(drug) => ({ key: drug.code, title: drug.label, note: `${drug.form} · ${drug.unit}` })}
      onPick={onPick}
    />
  )
}
