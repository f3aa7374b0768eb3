// The texts of the web application: few at the start, the others with the screens that show them (decision 114).
import type { Plugin } from 'vite'
import { fileOf, onDemand, planTexts, type TextPlan, textsOf } from './web-texts.ts'

const index = 'virtual:texts'
const loader = '#web/kit/text/load-language.ts'
const languages = ['vi', 'en'] as const

function json(texts: object): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(texts))})`
}

/** `virtual:texts`: how to fetch the texts of the start and of every area, by language. */
function indexOf(plan: TextPlan): string {
  const fetchers = (area: string) =>
    `{ ${languages.map((one) => `${one}: () => import('${index}/${one}-${area}')`).join(', ')} }`
  const areas = [...new Set([...plan.areas.values()].flat())].sort()
  return `export const start = ${fetchers('start')}
export const areas = { ${areas.map((area) => `'${area}': ${fetchers(area)}`).join(',\n')} }`
}

/** While it is being developed everything comes at the start: a key just written has its text. */
function everything(plan: TextPlan): TextPlan {
  return { ...plan, start: new Set(plan.shown.keys()), areas: new Map() }
}

export function texts(): Plugin {
  let plan = planTexts()
  return {
    name: 'lanong-texts',
    enforce: 'pre',
    configResolved({ command }) {
      if (command === 'serve') plan = everything(plan)
    },
    resolveId: (id) => (id === index || id.startsWith(`${index}/`) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${index}`) return indexOf(plan)
      const [, language, area = ''] = id.match(/^\0virtual:texts\/(vi|en)-(.+)$/) ?? []
      if (language !== 'vi' && language !== 'en') return undefined
      return `export default ${json(textsOf(plan, language, area))}`
    },
    /** Around every import() of a screen or a part of one: its texts come beside it. */
    transform(code, id) {
      const path = id.split('?')[0] ?? id
      if (!/\.tsx?$/.test(path) || path.includes('/node_modules/')) return undefined
      let changed = false
      const added = code.replace(onDemand, (whole, name: string) => {
        const areas = plan.areas.get(fileOf(name, path) ?? '')
        if (!areas?.length) return whole
        changed = true
        return `withTexts(${JSON.stringify(areas)}, ${whole})`
      })
      return changed ? { code: `import { withTexts } from '${loader}';${added}`, map: null } : undefined
    },
  }
}
