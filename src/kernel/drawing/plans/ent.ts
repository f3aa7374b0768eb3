import { sheetOf } from './compose.ts'
import { earLeft, earRight } from './ear.ts'
import { noseBack, noseFront } from './nose.ts'
import { neckLeft, neckRight } from './profile.ts'
import { larynx, throat } from './throat.ts'

/** All eight pictures of the ear, nose and throat record on one sheet. */
export const ent = sheetOf(
  { vi: 'Hình vẽ tai mũi họng', en: 'Ear, nose and throat' },
  [
    { id: 'ear-right', plan: earRight },
    { id: 'ear-left', plan: earLeft },
    { id: 'nose-front', plan: noseFront },
    { id: 'nose-back', plan: noseBack },
    { id: 'throat', plan: throat },
    { id: 'larynx', plan: larynx },
    { id: 'neck-right', plan: neckRight },
    { id: 'neck-left', plan: neckLeft },
  ],
  4,
  0.55,
)
