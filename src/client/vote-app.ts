/** 投票: which screen is shown when. Everything that is known of a vote is in the store of this phone, so that any of them can be the first. */
import { departmentsOf } from '../../server/domain/round/plan.ts';
import { redemptionOf } from '../../server/domain/trust/ballot.ts';
import { portableSha256 } from '../../server/domain/trust/hash.ts';
import { readInvitationCode } from '../../server/domain/round/invitation-code.ts';
import type { PublicRound, PublicRoundLine } from '../../server/schemas/rounds.ts';
import { ask } from './ask.ts';
import { button, element } from './elements.ts';
import { findBytes, NoAnswer } from './ledger-checks.ts';
import { showBallot } from './vote-ballot.ts';
import { showCancel } from './vote-cancel.ts';
import { showChoose } from './vote-choose.ts';
import { showDone } from './vote-done.ts';
import { showReview } from './vote-review.ts';
import { paragraph, screensIn, showScreen } from './vote-screen.ts';
import type { Voting } from './vote-send.ts';
import { showSending } from './vote-sending.ts';
import { showStart } from './vote-start.ts';
import { forgetVote, keepVote, type KeptVote, keptVote } from './vote-store.ts';
import { voteWords } from './vote-words.ts';

/** Screens that the way back of the browser leads to; the others come of what was done, and are not undone by it. */
type Screen = 'start' | 'choose' | 'ballot' | 'review' | 'cancel';

/** The vote that is on the screen. */
let current: Voting | undefined;

/** Begins on the page: with the code of the address, or with the field for it. */
export function startVoting(place: HTMLElement): void {
  screensIn(place);
  addEventListener('popstate', ({ state }) => {
    const screen = (state as { screen?: Screen } | null)?.screen ?? 'start';
    if (location.hash.length > 1) void fromAddress();
    else show(screen);
  });
  void fromAddress();
}

/** `#<round>.<code>`, which goes out of the address at once: it must not be in the history, nor in a picture of the screen. */
async function fromAddress(): Promise<void> {
  const found = /^#([\w-]{1,40})\.(.{1,80})$/.exec(location.hash);
  history.replaceState({ screen: 'start' }, '', location.pathname + location.search);
  if (found === null) return start();
  const [, round = '', text = ''] = found;
  const typed = decoded(text);
  const reading = readInvitationCode(typed);
  if (!reading.ok) return start(typed, voteWords.start.wrong[reading.why]);
  const wrong = await begin(round, reading);
  if (wrong !== undefined) await start(typed, wrong);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const json = async <Answer>(path: string): Promise<Answer | undefined> => {
  const bytes = await findBytes(ask, path);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Answer);
};

/** Something that needs the network: shown again when it does not come. */
async function trying(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    showScreen(
      voteWords.start.title,
      paragraph(voteWords.offline, 'notice'),
      button(voteWords.again, () => void trying(work), 'full'),
    );
  }
}

function start(typed = '', wrong?: string): Promise<void> {
  current = undefined;
  return trying(async () => {
    const list = await json<{ items: PublicRoundLine[] }>('api/rounds');
    showStart({ rounds: list?.items ?? [], typed, wrong, begin, resume: (vote) => void resume(vote) });
  });
}

/** Begins or goes on with the vote of a code. @returns what is wrong, where there is nothing to begin */
async function begin(id: string, { roster, secret }: { roster: string; secret: string }): Promise<string | undefined> {
  const redemption = redemptionOf(portableSha256, id, roster, secret);
  const kept = keptVote(redemption);
  if (kept !== undefined) {
    await resume(kept);
    return undefined;
  }
  try {
    const round = await json<PublicRound>(`api/rounds/${id}`);
    if (round === undefined) return voteWords.start.unknownRound;
    const rule = round.plan.rosters.find((one) => one.roster === roster);
    if (rule === undefined) return voteWords.start.foreign;
    const { title, opensOn, closesOn } = round;
    if (round.state !== 'open') return voteWords.start.notOpen(round.stateName, opensOn, closesOn);
    const codes = departmentsOf(round.plan, rule);
    const vote: KeptVote = {
      redemption,
      round: id,
      title,
      closesOn,
      roster,
      stage: 'marking',
      picked: codes.length === 1 ? codes : [],
      marks: {},
      waits: false,
      ballots: {},
    };
    keepVote(vote);
    current = { vote, round, rule };
    go(codes.length === 1 ? 'ballot' : 'choose');
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswer) return voteWords.offline;
    throw error;
  }
}

/** Goes on with a vote of this phone, where it was. */
function resume(vote: KeptVote): Promise<void> {
  return trying(async () => {
    const round = await json<PublicRound>(`api/rounds/${vote.round}`);
    const rule = round?.plan.rosters.find(({ roster }) => roster === vote.roster);
    if (round === undefined || rule === undefined) {
      showScreen(vote.title, paragraph(voteWords.start.unknownRound, 'notice'));
      return;
    }
    current = { vote, round, rule };
    if (vote.stage === 'done') return done();
    if (round.state !== 'open') return over(round);
    if (vote.stage === 'ticketed' && vote.waits) return tickets();
    if (vote.stage === 'marking') return go(vote.picked.length === 0 ? 'choose' : 'ballot');
    return send(vote.waits);
  });
}

/** The round is over, and the vote is not at its end: what is on the phone stays there until its holder takes it away. */
function over({ stateName, opensOn, closesOn }: PublicRound): void {
  const { vote } = current ?? {};
  if (vote === undefined) return;
  const line = element('p', {});
  const forget = (): void => {
    forgetVote(vote.redemption);
    line.textContent = voteWords.done.forgotten;
  };
  line.append(button(voteWords.done.forget, forget, 'link'));
  showScreen(vote.title, paragraph(voteWords.start.notOpen(stateName, opensOn, closesOn), 'notice'), line);
}

function go(screen: Screen): void {
  history.pushState({ screen }, '');
  show(screen);
}

function show(screen: Screen, first?: string): void {
  const voting = current;
  if (voting === undefined || screen === 'start') return void start();
  const { vote } = voting;
  if (vote.stage === 'done') return screen === 'cancel' ? cancelling(voting) : done();
  // What was handed over cannot be changed any more, whatever the way back says.
  if (vote.stage !== 'marking') return void resume(vote);
  if (screen === 'choose') return showChoose(voting, () => go('ballot'));
  if (screen === 'ballot') return showBallot(voting, { choose: () => go('choose'), review: () => go('review'), first });
  showReview(voting, { change, send });
}

/** From the review back to a department, or to all of them. */
function change(code: string | undefined): void {
  history.pushState({ screen: 'ballot' }, '');
  show('ballot', code);
}

function send(waits: boolean): void {
  if (current === undefined) return;
  const { round, rule } = current;
  const vote = { ...current.vote, waits };
  keepVote(vote);
  current = { vote, round, rule };
  void showSending(current, (now, isLater) => {
    current = { vote: now, round, rule };
    if (now.stage === 'done') done();
    else if (now.stage === 'ticketed' && now.waits && !isLater) tickets();
    else if (now.stage === 'marking') show('review');
    else void start();
  });
}

/** 先领票: everything is here, and nothing was handed in. */
function tickets(): void {
  const { vote } = current ?? {};
  if (vote === undefined) return;
  const words = voteWords.tickets;
  showScreen(
    words.title,
    paragraph(words.lead(vote.closesOn)),
    paragraph(words.care, 'notice'),
    button(words.cast, () => send(false), 'full'),
  );
}

const names = ({ round }: Voting): Map<string, string> =>
  new Map(round.plan.departments.map(({ code, name }) => [code, name]));

function done(): void {
  if (current === undefined) return;
  const isOpen = current.round.state === 'open';
  showDone(current.vote, names(current), isOpen ? () => go('cancel') : undefined);
}

function cancelling(voting: Voting): void {
  showCancel(voting.vote, voting.round.plan, () => history.back());
}
