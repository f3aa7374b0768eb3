import { defineErrors } from '#kernel/app-error.ts'

export const draftErrors = defineErrors('drafts', {
  changedElsewhere: { category: 'conflict', text: 'This draft was changed elsewhere (version {version}).' },
  tooLarge: { category: 'invalid', text: 'A draft holds at most {limit} kB.' },
  notFound: { category: 'not-found', text: 'There is no draft {key}.' },
})
