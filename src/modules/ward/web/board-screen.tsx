import {
  Failure,
  Inline,
  LinkTo,
  Loading,
  MomentField,
  Num,
  Page,
  PageHead,
  SelectField,
  t,
  useApi,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { Board } from '../board-contract.ts'
import { BoardBody } from './board-body.tsx'

/** A department's beds: who lies where, who comes and who goes. */
export default function BoardScreen() {
  const [department, setDepartment] = useSearchParam('department')
  const [at, setAt] = useSearchParam('at')
  const board = useApi<Board>('/api/ward/board', {
    department,
    at: at ? new Date(`${at}:00+07:00`).toISOString() : undefined,
  })
  useLive(['Encounter', 'Location', 'QuestionnaireResponse', 'Task', 'Observation'], ['/api/ward', '/api/stays'])
  if (board.isPending) return <Loading rows={8} />
  if (board.isError) return <Failure error={board.error} retry={board.refetch} />
  const { data } = board
  return (
    <Page
      head={
        <PageHead title={t('ward.board.title')} note={<Figures board={data} />}>
          <Inline gap={10} wrap>
            <LinkTo to="/ward/census" className="lo-touch">
              {t('ward.board.census')}
            </LinkTo>
            <SelectField
              label={t('ward.board.department')}
              hideLabel
              value={data.department.id}
              onChange={setDepartment}
              options={data.departments.map((one) => ({
                value: one.id,
                label: `${one.name} ${one.taken}/${one.beds}`,
              }))}
            />
            <MomentField
              label={t('ward.board.at')}
              hideLabel
              value={at ?? ''}
              onChange={(value) => setAt(value || undefined)}
            />
          </Inline>
        </PageHead>
      }
    >
      <BoardBody key={data.department.id} board={data} onNow={() => setAt(undefined)} />
    </Page>
  )
}

function Figures({ board }: { readonly board: Board }) {
  const beds = board.rooms.flatMap((room) => room.beds)
  const facts = [
    [beds.length, 'beds'],
    [beds.filter((one) => one.patient).length, 'taken'],
    [beds.filter((one) => one.state === 'free').length, 'free'],
    [board.asked.length, 'asked'],
    [board.unplaced.length, 'unplaced'],
    [board.incoming.length, 'incoming'],
  ] as const
  return (
    <Inline gap={16} wrap>
      {facts.map(([count, word]) => (
        <span key={word}>
          <b>
            <Num>{count}</Num>
          </b>{' '}
          {t(`ward.board.${word}`)}
        </span>
      ))}
    </Inline>
  )
}
