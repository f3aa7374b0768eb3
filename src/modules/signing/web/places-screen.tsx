import {
  Chip,
  Code,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  t,
  useApi,
  useGo,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { WaitingPlace, WaitingPlaces } from '../contract.ts'

/** Where one acts on a place. */
function addressOf({ id, turn, mine, seal, confirm }: WaitingPlace): string {
  if (!turn || !mine) return `/documents/${id}`
  if (confirm) return `/signing/confirm?paper=${id}`
  return `${seal ? '/signing/to-seal' : '/signing'}?paper=${id}`
}

function stateOf({ turn, mine, confirm }: WaitingPlace): 'confirm' | 'mine' | 'turn' | 'later' {
  if (confirm) return 'confirm'
  if (!turn) return 'later'
  return mine ? 'mine' : 'turn'
}

const tones = { confirm: 'warn', mine: 'ok', turn: 'warn', later: 'quiet' } as const

function Place({ place }: { readonly place: WaitingPlace }) {
  const go = useGo()
  const state = stateOf(place)
  return (
    <Row
      icon="sign"
      {...(place.turn ? { iconTone: 'warn' as const } : {})}
      title={
        <>
          <b>{place.patientName}</b> {place.title}
        </>
      }
      detail={
        <>
          <Code>{place.form}</Code> {place.recordNumber} · {place.slotTitle}
          {place.who ? `: ${place.who}` : ''} · <span className="lo-num">{formatDateTime(place.since)}</span>
        </>
      }
      aside={<Chip tone={tones[state]}>{t(`signing.places.${state}`)}</Chip>}
      onOpen={() => go(addressOf(place))}
    />
  )
}

/** Who must still sign: on the papers of one record, or on those of my departments. */
export default function PlacesScreen() {
  const [encounter] = useSearchParam('encounter')
  const query = encounter ? `?encounter=${encodeURIComponent(encounter)}` : ''
  const list = useApi<WaitingPlaces>(`/api/signing/places${query}`)
  useLive(['DocumentReference'], ['/api/signing'])
  const title = t(encounter ? 'signing.places.record' : 'signing.places.department')
  const places = list.data?.places ?? []
  return (
    <Page head={<PageHead title={title} note={t('signing.places.note', { count: places.length })} />}>
      <Panel title={t('signing.places.list')} count={places.length}>
        {list.isPending && <Loading rows={6} />}
        {list.isError && <Failure error={list.error} retry={list.refetch} />}
        {list.data && places.length === 0 && <Empty>{t('signing.places.none')}</Empty>}
        {places.map((place) => (
          <Place key={`${place.id} ${place.slot}`} place={place} />
        ))}
      </Panel>
    </Page>
  )
}
