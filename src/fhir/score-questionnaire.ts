import type {
  Extension,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import type { Score, ScoreAnswers, ScoreWords } from '#kernel/score/index.ts'
import { factSystem, sdcUrl } from './sdc/extensions.ts'
import { cs } from './systems.ts'

type Named = QuestionnaireItem & { _text?: { extension: Extension[] } }

const ordinalValue = 'http://hl7.org/fhir/StructureDefinition/ordinalValue'

/** `gcs-child` to `gcsChild`, the first word of its linkIds. */
export function scorePrefix(code: string): string {
  return code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** `gcs-child` to `SCORE-GCS-CHILD`, the code of its form. */
export function scoreForm(code: string): string {
  return `SCORE-${code.toUpperCase()}`
}

const english = (text: string): { extension: Extension[] } => ({
  extension: [
    {
      url: sdcUrl.translation,
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: text },
      ],
    },
  ],
})
const named = ({ vi, en }: ScoreWords): Pick<Named, 'text' | '_text'> => ({ text: vi, _text: english(en) })

const calculated = (expression: string): Extension => ({
  url: sdcUrl.calculated,
  valueExpression: { language: 'text/fhirpath', expression },
})

function question(prefix: string, { id, text, options }: Score['items'][number]): Named {
  return {
    linkId: `${prefix}.${id}`,
    ...named(text),
    type: 'choice',
    required: true,
    answerOption: options.map((option) => ({
      valueCoding: {
        extension: [{ url: ordinalValue, valueDecimal: option.points }],
        code: option.code,
        display: option.text.vi,
        _display: english(option.text.en),
      },
    })),
  } as Named
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const answersOf = (prefix: string) => `%resource.repeat(item).where(linkId='${prefix}').item.answer.value`

/** Points stand before the dash of an option's code; nothing is summed before every item is answered. */
function totalOf(prefix: string, { items }: Score): string {
  const answers = answersOf(prefix)
  const points = "select($this.code.replaceMatches('-.*', '').toInteger())"
  return `iif(${answers}.count() = ${items.length}, ${answers}.${points}.aggregate($this + $total, 0), {})`
}

function meaningOf(prefix: string, { bands, redItem }: Score): string {
  const total = `%resource.repeat(item).where(linkId='${prefix}.total').answer.value`
  const last = bands.at(-1)?.meaning.vi ?? ''
  const chosen = bands
    .slice(0, -1)
    .reduceRight((rest, { to, meaning }) => `iif(${total} <= ${to}, ${quoted(meaning.vi)}, ${rest})`, quoted(last))
  if (redItem === undefined) return `iif(${total}.exists(), ${chosen}, {})`
  const red = `${answersOf(prefix)}.where(code = '${redItem}').exists()`
  return `iif(${total}.exists(), iif(${red}, ${quoted(last)}, ${chosen}), {})`
}

function totalItem(prefix: string, score: Score): Named {
  const unit = { system: cs.ucum, code: '{score}', display: 'điểm' }
  return {
    linkId: `${prefix}.total`,
    ...named({ vi: 'Tổng điểm', en: 'Total' }),
    type: 'integer',
    readOnly: true,
    code: [
      { system: cs.score, code: score.code.toUpperCase() },
      ...(score.loinc ? [{ system: cs.loinc, code: score.loinc }] : []),
    ],
    extension: [
      { url: sdcUrl.observationExtract, valueBoolean: true },
      {
        url: sdcUrl.observationCategory,
        valueCodeableConcept: { coding: [{ system: cs.observationCategory, code: 'survey' }] },
      },
      { url: sdcUrl.unit, valueCoding: unit },
      calculated(totalOf(prefix, score)),
    ],
  }
}

/** The score as a part that any form can include: its items, the total, what the total means. */
export function scorePart(score: Score): Questionnaire {
  const prefix = scorePrefix(score.code)
  const group: Named = {
    linkId: prefix,
    ...named(score.title),
    type: 'group',
    item: score.items.map((item) => question(prefix, item)),
  }
  const meaning: Named = {
    linkId: `${prefix}.meaning`,
    ...named({ vi: 'Nhận định', en: 'Meaning' }),
    type: 'string',
    readOnly: true,
    extension: [calculated(meaningOf(prefix, score))],
  }
  return {
    resourceType: 'Questionnaire',
    id: `part-score-${score.code}-${score.validFrom}`,
    url: `urn:lanong:form-part:score-${score.code}`,
    version: score.validFrom,
    name: `PartScore${prefix[0]?.toUpperCase()}${prefix.slice(1)}`,
    title: score.title.vi,
    status: 'active',
    subjectType: ['Patient'],
    date: score.validFrom,
    item: [group, totalItem(prefix, score), meaning],
  }
}

const include = (part: string, validFrom: string, text: string): QuestionnaireItem => ({
  linkId: `part.${part}`,
  extension: [{ url: sdcUrl.subQuestionnaire, valueCanonical: `urn:lanong:form-part:${part}|${validFrom}` }],
  text,
  type: 'display',
})

/** The score as a sheet of its own. */
export function scoreQuestionnaire(score: Score): Questionnaire {
  const form = scoreForm(score.code)
  return {
    resourceType: 'Questionnaire',
    id: `${form}-${score.validFrom}`,
    url: `urn:lanong:form:${form}`,
    version: score.validFrom,
    name: `Score${scorePrefix(score.code)}`,
    title: score.title.vi,
    ...{ _title: english(score.title.en) },
    status: 'active',
    subjectType: ['Patient'],
    date: score.validFrom,
    description: score.source,
    code: [{ system: cs.form, code: form }],
    effectivePeriod: { start: score.validFrom },
    item: [
      include('paper-head', '2024-01-01', 'Đầu phiếu'),
      include(`score-${score.code}`, score.validFrom, score.title.vi),
      {
        linkId: `${scorePrefix(score.code)}.at`,
        ...named({ vi: 'Thời điểm đánh giá', en: 'Assessed at' }),
        type: 'dateTime',
        required: true,
        code: [{ system: factSystem, code: `score.${scorePrefix(score.code)}.at` }],
        extension: [
          { url: sdcUrl.initial, valueExpression: { language: 'text/fhirpath', expression: '%facts.now' } },
        ],
      } as Named,
    ],
  }
}

/** A response with the answers of a score in the place of those it had. */
export function withScoreAnswers(
  response: QuestionnaireResponse,
  score: Score,
  answers: ScoreAnswers,
): QuestionnaireResponse {
  const prefix = scorePrefix(score.code)
  const item = score.items.flatMap(({ id, options }): QuestionnaireResponseItem[] => {
    const option = options.find(({ code }) => code === answers[id])
    if (!option) return []
    return [
      { linkId: `${prefix}.${id}`, answer: [{ valueCoding: { code: option.code, display: option.text.vi } }] },
    ]
  })
  const others = (response.item ?? []).filter(({ linkId }) => linkId !== prefix)
  return { ...response, item: [...others, { linkId: prefix, item }] }
}
