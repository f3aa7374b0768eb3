import type { Questionnaire, Resource } from '@medplum/fhirtypes'
import { compilePath, evaluatePath } from '#fhir/fhirpath/index.ts'
import { type Environment, type Form, type FormFault, sdcUrl } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

const mostFound = '100'

interface Query {
  readonly name: string
  readonly template: string
}

/** Variables of a form that are FHIR searches. */
function queriesOf({ extension }: Questionnaire): readonly Query[] {
  return (extension ?? []).flatMap(({ url, valueExpression }) => {
    const { name, language, expression } = valueExpression ?? {}
    const isQuery = url === sdcUrl.variable && language === 'application/x-fhir-query'
    return isQuery && name && expression ? [{ name, template: expression }] : []
  })
}

const shape = /^[A-Z][A-Za-z]+\?[^?#]*\{\{\s*%(patient|encounter)\b[^?#]*$/

/** A form may ask for what belongs to its patient or visit, and for nothing else. */
export function queryFaults(questionnaire: Questionnaire): readonly FormFault[] {
  return queriesOf(questionnaire)
    .filter(({ template }) => !shape.test(template))
    .map(({ name }) => ({
      linkId: undefined,
      reason: `the search of the variable ${name} must name {{%patient.id}} or {{%encounter.id}}`,
    }))
}

/** The environment with the answers of the searches that a form asks for in its variables. */
export async function withQueries(ctx: Context, form: Form, environment: Environment): Promise<Environment> {
  const found: Record<string, unknown> = {}
  for (const { name, template } of queriesOf(form.questionnaire)) {
    if (!shape.test(template)) continue
    const [type = '', query = ''] = filledQuery(template, { ...environment, ...found }).split('?', 2)
    const parameters = new URLSearchParams(query)
    parameters.set('_count', mostFound)
    found[name] = bundleOf(await searchResources(ctx, type as Resource['resourceType'], parameters.toString()))
  }
  return { ...environment, ...found }
}

const bundleOf = (resources: readonly Resource[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
})

/** `Observation?patient={{%patient.id}}` with the values in place. */
function filledQuery(template: string, environment: Environment): string {
  return template.replace(/\{\{(.+?)\}\}/g, (_, path: string) =>
    encodeURIComponent(evaluatePath(compilePath(path), {}, environment).map(String).join(',')),
  )
}
