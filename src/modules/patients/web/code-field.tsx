import { fold } from '#kernel/fold.ts'
import { Button, Inline, SearchPicker, t, useApi } from '#web/kit/index.ts'

interface Entry {
  readonly code: string
  readonly name: string
}

interface CodeFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string | undefined
  readonly onChange: (code: string | undefined) => void
  readonly entries: readonly Entry[]
}

const shown = 12

/** Names that begin with what was typed first, accents or none. */
function find(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = (name: string) => ` ${fold(name).replace(/[-/,()]+/g, ' ')}`
  const wanted = words(text).trim().split(/\s+/)
  const at = (entry: Entry) => words(entry.name).indexOf(` ${wanted[0]}`)
  const hits = entries.filter((entry) => wanted.every((word) => words(entry.name).includes(` ${word}`)))
  return hits.sort((a, b) => (at(a) === -1 ? 99 : at(a)) - (at(b) === -1 ? 99 : at(b))).slice(0, shown)
}

/** One code of a short list: searched by name, shown by name, taken back with one press. */
export function CodeField({ label, placeholder, value, onChange, entries }: CodeFieldProps) {
  if (value)
    return (
      <div>
        <div className="lo-label" style={{ marginBottom: 4 }}>
          {label}
        </div>
        <Inline>
          <span style={{ fontWeight: 500 }}>{entries.find((entry) => entry.code === value)?.name ?? value}</span>
          <Button kind="plain" size="sm" onClick={() => onChange(undefined)}>
            {t('patients.form.wardClear')}
          </Button>
        </Inline>
      </div>
    )
  return (
    <SearchPicker<Entry>
      label={label}
      placeholder={placeholder}
      search={async (text) => find(entries, text)}
      row={(entry) => ({ key: entry.code, title: entry.name })}
      onPick={(entry) => onChange(entry.code)}
    />
  )
}

/** A list of the terminology by its name: `ethnic-group`, `occupation`. */
export function useCodes(system: string): readonly Entry[] {
  const list = useApi<{ readonly items: readonly Entry[] }>('/api/terminology/list', { system })
  return (list.data?.items ?? []).map(({ code, name }) => ({ code, name }))
}
