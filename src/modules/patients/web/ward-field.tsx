import { Button, Inline, SearchPicker, t } from '#web/kit/index.ts'
import type { AddressForm } from '../contract.ts'
import { type FoundWard, searchWards, wardFields } from './card-address.ts'

interface WardFieldProps {
  readonly address: AddressForm
  readonly onChange: (address: AddressForm) => void
}

/** Ward and province of the two-level units valid since 2025-07-01; former names lead to the new ward. */
export function WardField({ address, onChange }: WardFieldProps) {
  if (address.ward) {
    const { ward: _ward, wardCode: _code, province: _province, provinceCode: _provinceCode, ...rest } = address
    return (
      <div>
        <div className="lo-label">{t('patients.form.ward')}</div>
        <Inline>
          <span style={{ fontWeight: 500 }}>{[address.ward, address.province].filter(Boolean).join(', ')}</span>
          <Button kind="plain" size="sm" onClick={() => onChange(rest)}>
            {t('patients.form.wardClear')}
          </Button>
        </Inline>
      </div>
    )
  }
  return (
    <SearchPicker<FoundWard>
      label={t('patients.form.ward')}
      placeholder={t('patients.form.wardPlaceholder')}
      minLength={2}
      search={searchWards}
      row={(ward) => ({
        key: ward.code,
        title: `${ward.name}, ${ward.province.name}`,
        ...(ward.formerName ? { note: t('patients.fact.former', { text: ward.formerName }) } : {}),
      })}
      onPick={(ward) => onChange({ ...address, ...wardFields(ward) })}
    />
  )
}
