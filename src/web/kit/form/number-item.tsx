import { decimal, lexemeOf } from '#fhir/decimal.ts'
import type { Answer } from '#fhir/sdc/types.ts'
import { NumberField } from '../fields/number-field.tsx'
import type { ScreenItem } from './model.ts'
import type { ItemWork } from './use-item.ts'

/** Digits as they were written, of a number or a quantity. */
export function digitsOf(answer: Answer | undefined): string | undefined {
  return lexemeOf(answer?.valueDecimal ?? answer?.valueInteger ?? answer?.valueQuantity?.value)
}

function answerOf(item: ScreenItem, lexeme: string): Answer | undefined {
  if (item.kind === 'integer')
    return Number.isInteger(Number(lexeme)) ? { valueInteger: Number(lexeme) } : undefined
  const value = decimal(lexeme.replace(/^(-?)0+(?=\d)/, '$1'))
  if (item.kind !== 'quantity') return { valueDecimal: value }
  const { display, system, code } = item.unit ?? {}
  return {
    valueQuantity: {
      value,
      ...(display ? { unit: display } : {}),
      ...(system ? { system } : {}),
      ...(code ? { code } : {}),
    },
  }
}

function bounds({ low, high }: ScreenItem) {
  if (low === undefined && high === undefined) return {}
  return { plausible: { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) } }
}

export function NumberItem({ work }: { readonly work: ItemWork }) {
  const { field, item, first, set } = work
  const decimals = item.kind === 'integer' ? 0 : item.decimals
  return (
    <NumberField
      {...field}
      value={digitsOf(first)}
      onChange={(lexeme) => {
        const answer = lexeme === undefined ? undefined : answerOf(item, lexeme)
        set(answer ? [answer] : [])
      }}
      {...(item.unit ? { unit: item.unit.display } : {})}
      {...(decimals === undefined ? {} : { decimals })}
      {...bounds(item)}
    />
  )
}
