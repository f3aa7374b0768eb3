import { useState } from 'react'
import { api, Choice, ReasonDialog, TextField, t } from '#web/kit/index.ts'

const whats = ['all', 'actor', 'patient'] as const

/** Keeps the whole journal, what one account did, or what was done with one patient's data. */
export function HoldDialog({ onClose }: { readonly onClose: () => void }) {
  const [what, setWhat] = useState<(typeof whats)[number]>('all')
  const [name, setName] = useState('')
  const [basis, setBasis] = useState('')
  const given = name.replace(/\s/g, '')
  const whole = basis.trim().length >= 3 && (what === 'all' || given !== '')
  return (
    <ReasonDialog
      title={t('audit.hold.add')}
      act={t('audit.hold.add')}
      notReady={whole ? undefined : t('audit.hold.fillIn')}
      refresh={['/api/audit/keeping']}
      run={(reason, act) =>
        api.post(
          '/api/audit/holds',
          { reason, basis: basis.trim(), ...(what === 'all' ? {} : { [what]: given }) },
          act,
        )
      }
      onClose={onClose}
    >
      <div className="lo-ink2">{t('audit.hold.does')}</div>
      <Choice
        label={t('audit.hold.what')}
        value={what}
        onChange={(next) => {
          setWhat(next)
          setName('')
        }}
        options={whats.map((value) => ({ value, label: t(`audit.hold.what.${value}`) }))}
      />
      {what !== 'all' && (
        <TextField
          key={what}
          label={t(`audit.hold.name.${what}`)}
          required
          value={name}
          onChange={setName}
          maxLength={64}
        />
      )}
      <TextField
        label={t('audit.hold.basis')}
        placeholder={t('audit.hold.basisHint')}
        required
        value={basis}
        onChange={setBasis}
        maxLength={300}
      />
    </ReasonDialog>
  )
}
