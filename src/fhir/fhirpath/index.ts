export { fhirPathErrors } from './errors.ts'
export { type CompiledPath, compilePath, evaluatePath } from './evaluate.ts'
export { fhirPathLimits } from './limits.ts'
