import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Mark, RenderJob } from './job.ts'
import { printableJson } from './printable.ts'

/** The part of the Typst binding that is used; the package has no types of its own. */
interface Compiler {
  pdf(document: object, options: object): Uint8Array
  query(document: object, options: { selector: string }): { value: Mark }[]
  evictCache(age: number): void
}
interface Binding {
  readonly NodeCompiler: { create(options: object): Compiler }
}

const require = createRequire(import.meta.url)
const styles = ['400Regular', '700Bold', '400Regular_Italic', '700Bold_Italic']

/** Folders with the typeface of the papers: Noto Serif has every Vietnamese mark. */
function fontFolders(): string[] {
  const home = dirname(require.resolve('@expo-google-fonts/noto-serif/package.json'))
  return styles.map((style) => join(home, style))
}

/** Over every page as large as a paper, and over no field of a signature. */
const trainingPage = `#set page(foreground: context if page.height > 90mm {
  place(center + horizon, rotate(-35deg, text(font: "Noto Serif", size: 60pt, weight: "bold", fill: red.transparentize(82%))[TẬP HUẤN]))
  place(top + center, dy: 2.5mm, text(font: "Noto Serif", size: 8pt, weight: "bold", fill: red)[BẢN TẬP HUẤN – NGƯỜI BỆNH KHÔNG CÓ THẬT – KHÔNG CÓ GIÁ TRỊ SỬ DỤNG])
})
`

export type Render = (job: RenderJob) => { pdf: Uint8Array; marks: readonly Mark[] }

/**
 * Opens a compiler over the folder of the forms; templates cannot read outside it.
 *
 * @param training every page is marked as one of training
 */
export function openCompiler(folder: string, training = false): Render {
  const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu') as Binding
  // The engine would take the typefaces of the machine too, and papers would differ from one to the other.
  // biome-ignore lint/style/noProcessEnv: no setting of ours, but the only way to tell the engine
  process.env['FONTCONFIG_FILE'] = join(import.meta.dirname, 'no-machine-fonts.conf')
  const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontPaths: fontFolders() }] })
  const make = (job: RenderJob, plainly: boolean) => {
    const inputs = { data: printableJson(job.data, plainly) }
    const source = {
      mainFileContent: `${training ? trainingPage : ''}#include ${JSON.stringify(`/${job.template}`)}`,
      inputs,
    }
    const pdf = compiler.pdf(source, {
      pdfStandard: job.standard,
      creationTimestamp: Math.floor(job.at.getTime() / 1000),
      pdfTags: job.tagged ?? false,
    })
    const marks = compiler.query(source, { selector: '<slot>' }).map((found) => found.value)
    compiler.evictCache(0)
    return { pdf, marks }
  }
  return (job) => {
    try {
      return make(job, false)
    } catch (error) {
      if (!undisplayed.test(reasonOf(error))) throw error
      return make(job, true)
    }
  }
}

const undisplayed = /could not be displayed/
/** The engine gives its diagnostics as the code of an error. */
export const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string }
  return code ?? message ?? 'unknown'
}
