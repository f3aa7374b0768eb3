import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** An installation with this file in its data folder is for training, whoever starts it and however. */
export const trainingMark = (dataDir: string): string => join(resolve(dataDir), 'training')

let training = false

/** Whether this process works on an installation for training: nothing leaves it, every paper says so. */
export const isTraining = (): boolean => training

/** Learns it from the data folder; before anything is drawn or sent. */
export function learnTraining(dataDir: string): boolean {
  training = existsSync(trainingMark(dataDir))
  return training
}

/** Makes a data folder that of a training installation. */
export function markTraining(dataDir: string, at: Date): void {
  mkdirSync(resolve(dataDir), { recursive: true })
  writeFileSync(trainingMark(dataDir), `${at.toISOString()}\n`)
}
