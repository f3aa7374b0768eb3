// Writes the forms of the scores: data/forms/_parts/score-* and data/forms/SCORE-*, from data/scores.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { scoreForm, scorePart, scoreQuestionnaire } from '../src/fhir/score-questionnaire.ts'
import { allScores, type Score } from '../src/kernel/score/index.ts'

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

const signedBy = {
  id: 'assessor',
  role: 'nurse',
  title: { vi: 'Người đánh giá', en: 'Assessed by' },
}

function sourceOf({ source }: Score): string {
  return `source: ${source}
verified: no
seen: 100 %
check: Vietnamese wording of the items

The items, points and bands are those of \`data/scores\`; \`node tools/generate-score-forms.ts\` writes this form from
them. The Vietnamese words are our translation, no validated version was compared.
`
}

/** Files of the forms of a score, by path below data/forms. */
export function scoreFiles(score: Score): Readonly<Record<string, string>> {
  const form = scoreForm(score.code)
  const slots = { code: form, kind: 'local', title: score.title, source: score.source, slots: [signedBy] }
  return {
    [`_parts/score-${score.code}/${score.validFrom}/questionnaire.json`]: json(scorePart(score)),
    [`${form}/${score.validFrom}/questionnaire.json`]: json(scoreQuestionnaire(score)),
    [`${form}/${score.validFrom}/slots.json`]: json(slots),
    [`${form}/${score.validFrom}/SOURCE.md`]: sourceOf(score),
  }
}

export const formsFolder = new URL('../data/forms/', import.meta.url)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [path, text] of allScores.flatMap((score) => Object.entries(scoreFiles(score)))) {
    const file = fileURLToPath(new URL(path, formsFolder))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
