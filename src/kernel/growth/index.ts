export * from './errors.ts'
export * from './growth.ts'
export * from './lms.ts'
