import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes'
import { lexemeOf } from './decimal.ts'

/** The inputs of a name, in their order. */
export function inputs(parameters: Parameters, name: string): readonly ParametersParameter[] {
  return (parameters.parameter ?? []).filter((one) => one.name === name)
}

/** The value of an input, of whatever type: `valueUri` and `valueString` are the same to a reader. */
export function inputValue(input: ParametersParameter | undefined): unknown {
  if (!input) return undefined
  for (const [key, value] of Object.entries(input)) if (/^value[A-Z]/.test(key)) return value
  return undefined
}

function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : lexemeOf(value)
}

/** The first input of a name as text, if it is a primitive. */
export function textInput(parameters: Parameters, name: string): string | undefined {
  return textInputs(parameters, name)[0]
}

export function textInputs(parameters: Parameters, name: string): readonly string[] {
  return inputs(parameters, name).flatMap((one) => plainText(inputValue(one)) ?? [])
}

export function booleanInput(parameters: Parameters, name: string): boolean | undefined {
  const text = textInput(parameters, name)
  return text === undefined ? undefined : text === 'true'
}

/** A whole number; the operation's definition has been checked before. */
export function integerInput(parameters: Parameters, name: string): number | undefined {
  const text = textInput(parameters, name)
  return text === undefined ? undefined : Number(text)
}

/** An input of a complex type: `Coding`, `CodeableConcept`, `Period`. */
export function complexInput<T extends object>(parameters: Parameters, name: string): T | undefined {
  const value = inputValue(inputs(parameters, name)[0])
  return typeof value === 'object' && value !== null ? (value as T) : undefined
}

export function resourceInput(parameters: Parameters, name: string): Resource | undefined {
  return inputs(parameters, name)[0]?.resource
}
