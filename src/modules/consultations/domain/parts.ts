import type { CodeableConcept, Reference, Task, TaskInput, TaskOutput } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'

type Value = Partial<Pick<TaskInput, 'valueString' | 'valueCode' | 'valueDateTime' | 'valueReference'>>

const typeOf = (code: string): CodeableConcept => ({ coding: [{ system: cs.meetingPart, code }] })

const isPart =
  (code: string) =>
  ({ type }: { readonly type?: CodeableConcept }): boolean =>
    type?.coding?.some((one) => one.system === cs.meetingPart && one.code === code) === true

/** A named part of what the Task was asked with. */
export const inputOf = (task: Task, code: string): TaskInput | undefined => task.input?.find(isPart(code))

/** Every part of that name in what came of the Task. */
export const outputsOf = (task: Task, code: string): readonly TaskOutput[] =>
  (task.output ?? []).filter(isPart(code))

export const outputOf = (task: Task, code: string): TaskOutput | undefined => outputsOf(task, code)[0]

function listed<T extends Task>(task: T, field: 'input' | 'output', code: string, values: readonly Value[]): T {
  const { [field]: before = [], ...rest } = task
  const kept = before.filter((one) => !isPart(code)(one))
  const all = [...kept, ...values.map((value) => ({ type: typeOf(code), ...value }))]
  return { ...rest, ...(all.length > 0 ? { [field]: all } : {}) } as unknown as T
}

/** The Task with this part in place of the one it had; without it when there is no value. */
export const withInput = <T extends Task>(task: T, code: string, value: Value | undefined): T =>
  listed(task, 'input', code, value ? [value] : [])

export const withOutputs = <T extends Task>(task: T, code: string, values: readonly Value[]): T =>
  listed(task, 'output', code, values)

export const textValue = (text: string | undefined): Value | undefined =>
  text?.trim() ? { valueString: text.trim() } : undefined

export const personValue = (person: Reference | undefined): Value | undefined =>
  person ? { valueReference: person } : undefined
