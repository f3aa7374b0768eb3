import type { Json, Walk } from './walk.ts'

export function checkBundle(_walk: Walk, _value: Json, _path: string): void {}
