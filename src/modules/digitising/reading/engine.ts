import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gunzipSync } from 'node:zlib'
import { type GrayPage, graymap } from './gray.ts'

/** The part of the engine that is used; the package has no types of its own. */
interface Api {
  Init(path: null, language: string, engine: number): number
  SetVariable(name: string, value: string): void
  SetImageFile(orientation: number, radians: number): number
  FindLines(): void
  GetGradient(): number
  Recognize(progress: null): number
  GetUTF8Text(): string
  MeanTextConf(): number
}
interface Engine {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void }
  readonly TessBaseAPI: new () => Api
}
type Open = (settings: object) => Promise<Engine>

const require = createRequire(import.meta.url)
const model = '@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'
/** Neural engine only, pages of any layout. */
const settings = { neural: 1, wholePage: '3' }
/** Below a third of a degree a page is straight enough. */
const straight = 0.005

export interface Words {
  readonly text: string
  /** Mean of the words, in percent. */
  readonly confidence: number
}

/** Opens the engine with the Vietnamese model, both from the packages on this machine. */
export async function openEngine(): Promise<(page: GrayPage) => Words> {
  const engine = await load()
  engine.FS.writeFile('vie.traineddata', gunzipSync(readFileSync(require.resolve(model))))
  const api = new engine.TessBaseAPI()
  if (api.Init(null, 'vie', settings.neural) !== 0) throw new Error('the model for Vietnamese does not open')
  api.SetVariable('tessedit_pageseg_mode', settings.wholePage)
  return (page) => {
    engine.FS.writeFile('/input', graymap(page))
    if (api.SetImageFile(1, 0) === 1) throw new Error('the engine does not take the page')
    api.FindLines()
    const lean = api.GetGradient()
    api.SetImageFile(1, Math.abs(lean) < straight ? 0 : lean)
    api.Recognize(null)
    return { text: api.GetUTF8Text().normalize('NFC').trim(), confidence: api.MeanTextConf() }
  }
}

const silent = () => undefined
/** It tells of its progress and its doubts; nobody listens. */
const quiet = { print: silent, printErr: silent, ['TesseractProgress']: silent }

/** Processors without the wide instructions have a plain build. */
async function load(): Promise<Engine> {
  try {
    return await (require('tesseract.js-core/tesseract-core-simd-lstm.js') as Open)(quiet)
  } catch {
    return (require('tesseract.js-core/tesseract-core-lstm.js') as Open)(quiet)
  }
}
